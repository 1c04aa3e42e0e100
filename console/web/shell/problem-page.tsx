import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { PageLink } from './page-link.tsx';
import { Problem } from './problem.tsx';
import { usePageTitle } from './use-page-title.ts';

/** In the place of a page that cannot be shown: what it would have been, why it is not, and where to go on. */
export function ProblemPage({
  title,
  next,
  ...problem
}: {
  title: string;
  next: { href: string; text: string };
} & Parameters<typeof Problem>[0]) {
  usePageTitle(title);
  return (
    <SpaceBetween size="l">
      <Header variant="h1">
        <span className="long-name">{title}</span>
      </Header>
      <Problem {...problem} />
      <PageLink href={next.href}>{next.text}</PageLink>
    </SpaceBetween>
  );
}
