/** The formats of photos that are taken. */
export const accepted = 'JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF';

/** A photo of a format that is taken, or what else it is; both by content, whatever it is called. */
export type Judgement = Photo | Refused;

export interface Photo {
  readonly format: 'JPEG' | 'PNG' | 'WebP' | 'AVIF' | 'HEIC' | 'TIFF' | 'GIF';
}

export interface Refused {
  /** What several of its like are counted as, with an `s` behind. */
  readonly kind: string;
  /** With an article. */
  readonly is: string;
  /** Instead; `accepted` when it is left out. */
  readonly expected?: string;
}

/** What it is, what would be taken, and how it becomes that. */
export function tellRefused({ kind, is, expected = accepted }: Refused): string {
  const advice = howToConvert(kind);
  return `${is}; expected ${expected}${advice ? `: ${advice}` : ''}`;
}

/** How a person makes a photo of what was refused; undefined for what is no picture. */
export function howToConvert(kind: string, what: 'it' | 'them' = 'it'): string | undefined {
  if (kind === 'camera raw') return `export ${what} as JPEG with the program that develops ${what}`;
  return isPicture.test(kind) ? `save ${what} as JPEG or PNG` : undefined;
}

const isPicture = /^unreadable|(picture|drawing|icon|Photoshop document|GIMP document)$/;
