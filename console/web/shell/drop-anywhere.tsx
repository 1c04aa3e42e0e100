import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { droppedFiles } from '../start/dropped-files.ts';
import { useUploads } from '../start/uploads.tsx';

/** Photos can be dropped on every page: they are chosen, and nothing is sent before one confirms. */
export function DropAnywhere() {
  const [, go] = useLocation();
  const { choose } = useUploads();
  const [over, setOver] = useState(false);

  useEffect(() => {
    const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files');
    const enter = (event: DragEvent) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Only when the pointer leaves the window is there nothing that it goes to.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!withFiles(event)) return;
      event.preventDefault();
      droppedFiles(event.dataTransfer!).then(choose);
      go('/start');
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [choose, go]);

  if (!over) return null;
  return (
    <div className="drop-anywhere" aria-hidden="true">
      <div>Drop photos to choose them</div>
    </div>
  );
}
