/** The state machine's name where no other was chosen, and always in the local cloud. */
export const machineName = 'MatchFaces';

/** The name of the machine that runs many photos through that one again. */
export const reprocessMachineName = (photoMachine: string): string => `${photoMachine}-ReprocessPhotos`;

/** What a deployment puts out: the names of everything that a command or the console talks to. */
export interface Deployment {
  readonly region: string;
  readonly rawBucket: string;
  /** Photos under it are processed by themselves. */
  readonly rawPrefix: string;
  readonly thumbsBucket: string;
  readonly thumbsPrefix: string;
  readonly photosTable: string;
  readonly collectionId: string;
  readonly stateMachineArn: string;
  /** Runs many photos through it again; a stack of an earlier version has none. */
  readonly reprocessMachineArn?: string;
  /** The settings it was made with, as arguments of its deployment: `-c stackName=Holiday -c threshold=90`. */
  readonly settings?: string;
  /** The table of the clock that gives photos their turns; a stack of an earlier version has none. */
  readonly paceTable?: string;
  /** What the clock runs by: a number, or `none`. */
  readonly searchesPerSecond?: string;
  /** The function that starts the executions of uploads; a stack of an earlier version may have none. */
  readonly uploadStarter?: string;
}

/** The 12 digits of the account in which everything of a deployment is. */
export const accountOf = ({ stateMachineArn }: Pick<Deployment, 'stateMachineArn'>): string =>
  stateMachineArn.split(':')[4]!;
