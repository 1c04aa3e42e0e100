import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { useMemo } from 'react';
import { indented, jsonTokens } from './json-tokens.ts';
import './json.css';

/** Characters: colouring more makes the page slow, and nobody reads it. */
const mostColoured = 60_000;

/** JSON, indented and coloured, to be read and copied. */
export function JsonText({ text, label }: { text: string; label: string }) {
  const shown = useMemo(() => indented(text), [text]);
  const tokens = useMemo(() => (shown.length > mostColoured ? undefined : jsonTokens(shown)), [shown]);
  return (
    <div className="json">
      <div className="json-copy">
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel={`Copy: ${label}`}
          copySuccessText="Copied"
          copyErrorText="Not copied"
          textToCopy={shown}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: focusable where it scrolls, so that the keyboard can scroll it */}
      <section aria-label={label} tabIndex={0}>
        <pre>
          {tokens?.map(({ kind, text }, index) =>
            kind === 'mark' ? (
              text
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
              <span key={index} className={kind}>
                {text}
              </span>
            ),
          ) ?? shown}
        </pre>
      </section>
    </div>
  );
}
