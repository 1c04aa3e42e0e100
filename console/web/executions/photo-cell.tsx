import type { ExecutionRow } from '../../api/execution.ts';
import { useSystem } from '../asking/use-system.ts';
import { photoName } from '../photos/photo-name.ts';
import { Thumbnail } from '../photos/thumbnail.tsx';
import { PageLink } from '../shell/page-link.tsx';

/** The photo of an execution, which leads to it. */
export function PhotoCell({ execution }: { execution: ExecutionRow }) {
  const rawPrefix = useSystem()?.rawPrefix;
  const { name, photo } = execution;
  return (
    <div className="photo-cell">
      <Thumbnail url={photo?.thumbnailUrl} alt="" size={44} />
      <div className="photo-cell-text">
        <span className="photo-cell-name">
          <PageLink href={`/executions/${name}`}>
            {photo ? photoName(photo.key, rawPrefix) : 'No photo in its input'}
          </PageLink>
        </span>
        <span className="execution-name" title={name}>
          {name}
        </span>
      </div>
    </div>
  );
}
