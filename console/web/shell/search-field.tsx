import Input from '@cloudscape-design/components/input';
import { useEffect, useState } from 'react';

/** Milliseconds after the last key before it is searched: each search may cost many calls on AWS. */
const pauseInTyping = 400;

/** Where a part of what is looked for is typed. */
export function SearchField({
  value,
  label,
  placeholder = label,
  onSearch,
}: {
  /** What is searched; the address may change it. */
  value: string;
  label: string;
  placeholder?: string;
  onSearch: (searched: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [searched, setSearched] = useState(value);
  if (value !== searched) {
    // Cleared, or another address: not by typing here, which is what is searched already.
    setSearched(value);
    if (value !== typed.trim()) setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => onSearch(typed.trim()), pauseInTyping);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);
  return (
    <Input
      type="search"
      value={typed}
      onChange={({ detail }) => setTyped(detail.value)}
      placeholder={placeholder}
      ariaLabel={label}
      clearAriaLabel="Clear the search"
    />
  );
}
