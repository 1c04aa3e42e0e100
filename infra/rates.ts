import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { defaultQuotas, largeRegions, startsWithin } from '../statemachine/rekognition-quotas.ts';
import type { Config } from './config.ts';

/** How fast photos are started and searched, by Rekognition's default quotas in the Region of the deployment. */
export class Rates extends Construct {
  readonly searchesPerSecond: string;
  /** Of uploads. */
  readonly startsPerSecond: string;

  constructor(scope: Construct, id: string, { searchesPerSecond }: Pick<Config, 'searchesPerSecond'>) {
    super(scope, id);
    // A mapping would fail in a Region that it lacks.
    const { logicalId } = new CfnCondition(this, 'IsLargeRegion', {
      expression: Fn.conditionOr(...largeRegions.map((region) => Fn.conditionEquals(Aws.REGION, region))),
    });
    const { large, other } = defaultQuotas;
    const byRegion = (inLarge: number, elsewhere: number) =>
      Fn.conditionIf(logicalId, String(inLarge), String(elsewhere)).toString();
    this.searchesPerSecond =
      searchesPerSecond === undefined
        ? byRegion(large.searchFacesByImage, other.searchFacesByImage)
        : String(searchesPerSecond);
    this.startsPerSecond = byRegion(startsWithin(large.detectFaces), startsWithin(other.detectFaces));
  }
}
