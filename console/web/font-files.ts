import type { Plugin } from 'vite';

const inlinedFont = /url\('data:font\/woff2;base64,([^']+)'\)/g;

/**
 * Cloudscape's style sheet carries its fonts as data: addresses, 180 KB that every page would wait for. As files,
 * the browser takes only the ones it shows, and the page's policy needs no exception for them.
 */
export function fontFiles(): Plugin {
  return {
    name: 'font-files',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('@cloudscape-design/global-styles/index.css')) return;
      let count = 0;
      const styles = code.replaceAll(inlinedFont, (_, base64: string) => {
        count += 1;
        const source = Buffer.from(base64, 'base64');
        const file = this.emitFile({ type: 'asset', name: `open-sans-${count}.woff2`, source });
        return `url(__VITE_ASSET__${file}__)`;
      });
      if (count === 0) this.error(`Expected fonts as data: addresses in ${id}, found none`);
      return styles;
    },
  };
}
