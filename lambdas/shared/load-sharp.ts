/**
 * What libvips can load beside JPEG, PNG, WebP, HEIF, TIFF and GIF, in this build of sharp or another. The readers of
 * SVG and the like are code that no photo needs and a stranger's file could reach.
 *
 * Named one by one: to block all and unblock the promised would fail whatever is decoded in between, and all worker
 * threads of a process share what is blocked.
 */
export const refused = [
  'Analyze',
  'Csv',
  'DcRaw',
  'Fits',
  'Jp2k',
  'Jxl',
  'Magick',
  'Magick7',
  'Mat',
  'Matrix',
  'Nifti',
  'OpenExr',
  'Openslide',
  'Pdf',
  'Ppm',
  'Rad',
  'Raw',
  'Svg',
  'Uhdr',
  'Vips',
].map((name) => `VipsForeignLoad${name}`);

let loaded: ReturnType<typeof load> | undefined;

/**
 * sharp, which from here on loads in this process only what is promised.
 *
 * Loaded by a call, so that a sandbox which never needs it starts without (npm run bench:cold).
 */
export function loadSharp(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

async function load() {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: refused });
  return sharp;
}
