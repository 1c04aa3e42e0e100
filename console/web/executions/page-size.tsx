import Select from '@cloudscape-design/components/select';
import { useAddress } from '../shell/address.ts';
import { firstPage } from './use-pages.ts';

const sizes = [10, 25, 50, 100].map((size) => ({ value: String(size), label: `${size} a page` }));
const usual = '25';

/** In this browser, for an address that tells none. */
const storageKey = 'match-faces.page-size';

/** Rows of a page. */
export function usePageSize(): number {
  const [address] = useAddress();
  const wanted = address.get('size') ?? localStorage.getItem(storageKey);
  return Number(sizes.find(({ value }) => value === wanted)?.value ?? usual);
}

export function PageSize() {
  const [, change] = useAddress();
  const size = String(usePageSize());
  return (
    <Select
      options={sizes}
      selectedOption={sizes.find(({ value }) => value === size)!}
      onChange={({ detail }) => {
        localStorage.setItem(storageKey, detail.selectedOption.value!);
        change({ ...firstPage, size: detail.selectedOption.value });
      }}
      ariaLabel="Rows of a page"
    />
  );
}
