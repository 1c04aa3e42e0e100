/** The loaders of the formats that are promised; sharp makes raw pixels and plain colours an image without one. */
const loaders = ['Jpeg', 'Png', 'Webp', 'Heif', 'Tiff', 'Nsgif'].map((name) => `VipsForeignLoad${name}`);

let loaded: ReturnType<typeof load> | undefined;

/**
 * sharp, which from here on loads in this process only what is promised: the readers of SVG and the like are code
 * that no photo needs and a stranger's file could reach.
 *
 * Loaded by a call, so that a sandbox which never needs it starts without (npm run bench:cold).
 */
export function loadSharp(): ReturnType<typeof load> {
  // Once: a decoder that runs meanwhile would find its loader blocked.
  loaded ??= load();
  return loaded;
}

async function load() {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: loaders });
  return sharp;
}
