import Button from '@cloudscape-design/components/button';
import { useRef } from 'react';

/** Chooses a folder: its files are told with their paths. */
export function FolderInput({ onChoose }: { onChoose: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button iconName="folder" formAction="none" onClick={() => input.current?.click()}>
        Choose a folder
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="A folder"
        // React knows the attribute, and its types do not.
        {...{ webkitdirectory: '' }}
        onChange={({ target }) => {
          onChoose([...(target.files ?? [])]);
          // The same one may be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}
