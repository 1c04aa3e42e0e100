import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

const pagesIn = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

/** Every page that a reader may be led to, relative to the root. */
export const pages = [
  ...['README.md', 'RUNBOOK.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'local-aws/README.md'],
  ...pagesIn('docs'),
  ...pagesIn('docs/decisions'),
];

export const readPage = (page: string): string => readFileSync(path.join(root, page), 'utf8');

/** What is no program: links in a code block are none. */
const prose = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '');

/** Where a page's links and pictures lead, as they are written; addresses of the web are left out. */
export function linksOf(text: string): string[] {
  const links = prose(text).matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset)="([^"]+)"/g);
  return [...links].map(([, link, source]) => (link ?? source)!).filter((link) => !/^https?:/.test(link));
}

/** Of each heading, as GitHub makes them. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const plain = heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times ? `${anchor}-${times}` : anchor;
  });
}

/** Why a link leads nowhere; undefined for one that does not. */
export function whyBroken(page: string, link: string): string | undefined {
  const [target, anchor] = decodeURI(link).split('#');
  const file = target ? path.join(root, path.dirname(page), target) : path.join(root, page);
  if (!existsSync(file)) return `${page}: Expected a file or folder at ${link}, found none`;
  if (anchor === undefined) return undefined;
  const known = statSync(file).isFile() ? anchorsOf(readFileSync(file, 'utf8')) : [];
  return known.includes(anchor)
    ? undefined
    : `${page}: Expected one of the headings ${known.join(', ')} at ${link}`;
}

/** Names of scripts of package.json that a page tells its reader to run. */
export const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name]) => name!);

const rooms = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name) && entry.name !== 'node_modules')
  .map(({ name }) => name);

/** Paths of this project that a page names without a link: `bench/burst-check.ts`, or as an argument of node. */
export const pathsIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(`(?<=[\`" ])(?:${rooms.join('|')})/[\\w./-]*(?=[\`" ])`, 'g'))].map(
    ([found]) => found,
  );
