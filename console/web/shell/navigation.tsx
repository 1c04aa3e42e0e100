import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'wouter';

const items = [
  { type: 'link', text: 'Executions', href: '/' },
  { type: 'link', text: 'Runs', href: '/runs' },
  { type: 'link', text: 'Needs a look', href: '/needs-look' },
  { type: 'link', text: 'Start', href: '/start' },
  { type: 'link', text: 'People', href: '/people' },
] as const;

export function Navigation({ onFollow }: { onFollow: () => void }) {
  const [location, go] = useLocation();
  return (
    <SideNavigation
      header={{ text: 'Match Faces', href: '/' }}
      activeHref={pageOf(location)}
      items={[...items]}
      onFollow={(event) => {
        event.preventDefault();
        go(event.detail.href);
        onFollow();
      }}
    />
  );
}

/** What is shown of one execution, run or person belongs to the page that lists them. */
function pageOf(location: string): string {
  if (location.startsWith('/executions/') || location === '/photo') return '/';
  if (location.startsWith('/runs/')) return '/runs';
  return location.startsWith('/people/') ? '/people' : location;
}
