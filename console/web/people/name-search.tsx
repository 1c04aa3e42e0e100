import Input from '@cloudscape-design/components/input';
import { useEffect, useState } from 'react';

/** Milliseconds after the last key before it is searched. */
const pauseInTyping = 400;

/** Where a name, or a part of one, is typed that is looked for. */
export function NameSearch({ onSearch }: { onSearch: (name: string) => void }) {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => onSearch(typed.trim()), pauseInTyping);
    return () => clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <Input
      type="search"
      value={typed}
      onChange={({ detail }) => setTyped(detail.value)}
      placeholder="Find by name"
      ariaLabel="Find people by name"
      clearAriaLabel="Clear the search"
    />
  );
}
