import Link, { type LinkProps } from '@cloudscape-design/components/link';
import { useLocation } from 'wouter';

/** A link to a page of the console, which is shown without loading everything again. */
export function PageLink({ href, ...props }: LinkProps & { href: string }) {
  const [, go] = useLocation();
  return (
    <Link
      {...props}
      href={href}
      onFollow={(event) => {
        event.preventDefault();
        go(href);
      }}
    />
  );
}
