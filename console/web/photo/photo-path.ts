/** The page of a photo. A key may have in it what a path may not. */
export const photoPath = (key: string): string => `/photo?${new URLSearchParams({ key })}`;
