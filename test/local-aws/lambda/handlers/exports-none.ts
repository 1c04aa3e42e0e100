export const handle = async () => 'under the wrong name';
