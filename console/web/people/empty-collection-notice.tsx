import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useLocation } from 'wouter';
import { useSystem } from '../asking.ts';

/** Why everybody is unknown, and the way out. Nothing while there are people in the collection. */
export function EmptyCollectionNotice() {
  const [location, go] = useLocation();
  const { collection, indexesFaces } = useSystem() ?? {};
  if (collection?.error)
    return (
      <Alert type="warning" header={`The collection ${collection.id} cannot be described`}>
        {collection.error}
      </Alert>
    );
  if (collection?.faceCount !== 0) return null;
  if (indexesFaces)
    return (
      <Alert type="info" header="Nobody is in the collection yet: the stage in the hook puts them there">
        Faces are searched in the collection {collection.id}, which is empty. Those that nobody is like go to
        the stage in IndexFacesHook; whom it indexes, photos that are processed afterwards match.
      </Alert>
    );
  return (
    <Alert
      type="info"
      header="Nobody is enrolled yet, so every face ends as No match"
      action={location !== '/people' && <Button onClick={() => go('/people')}>Enroll somebody</Button>}
    >
      Faces are searched in the collection {collection.id}, which is empty. Process a photo, enroll its
      unknown faces, and process it again: then they match.
    </Alert>
  );
}
