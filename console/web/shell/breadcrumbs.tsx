import BreadcrumbGroup, { type BreadcrumbGroupProps } from '@cloudscape-design/components/breadcrumb-group';
import { useLocation } from 'wouter';

/** The way back from what is shown to the page that lists it. */
export function Breadcrumbs({ items }: Pick<BreadcrumbGroupProps, 'items'>) {
  const [, go] = useLocation();
  return (
    <BreadcrumbGroup
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        go(event.detail.href);
      }}
    />
  );
}
