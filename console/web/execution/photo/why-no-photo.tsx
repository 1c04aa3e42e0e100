import { useQuery } from '@tanstack/react-query';
import { failure } from '../../../api/failure.ts';

/** What the server answered instead of the photo: a picture that cannot be shown does not tell. */
export function WhyNoPhoto({ imageUrl }: { imageUrl: string }) {
  const { data } = useQuery({
    queryKey: ['why-no-photo', imageUrl],
    queryFn: async ({ signal }) => {
      const response = await fetch(imageUrl, { signal });
      return response.ok ? undefined : failure.parse(await response.json()).error;
    },
    staleTime: 60_000,
    retry: false,
  });
  return (
    <p className="photo-missing">The photo cannot be shown. {data && `${data.message}. ${data.whatToDo}`}</p>
  );
}
