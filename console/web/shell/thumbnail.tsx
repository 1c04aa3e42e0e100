import { useState } from 'react';

/** A small picture that keeps its place while it loads, and when there is none. */
export function Thumbnail({ url, alt, size = 40 }: { url?: string; alt: string; size?: number }) {
  const [failed, setFailed] = useState<string>();
  const style = { width: size, height: size };
  if (!url || failed === url) {
    return (
      <span className="thumbnail missing" style={style} role="img" aria-label={`${alt} (no picture)`}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 3h12v10H2zM2 11l4-4 3 3 2-2 3 3M10.5 6v.1" />
        </svg>
      </span>
    );
  }
  return (
    <img
      className="thumbnail"
      style={style}
      src={url}
      alt={alt}
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
      onError={() => setFailed(url)}
    />
  );
}
