/**
 * A HEIC whose picture is a grid of `columns` × `rows` times the picture of another one, as phones with large sensors
 * write it, with `extras` items of metadata besides.
 */
export function manyPartHeic(
  tile: Buffer,
  { side, columns, rows, extras = 0 }: { side: number; columns: number; rows: number; extras?: number },
): Buffer {
  const configuration = boxIn(tile, 'hvcC');
  const pixels = contentOf(boxIn(tile, 'mdat'));
  const count = columns * rows;
  const grid = Buffer.concat([
    Buffer.from([0, 0, rows - 1, columns - 1]),
    ...[columns * side, rows * side].map((each) => number(each, 2)),
  ]);
  const note = Buffer.from('<x/>');
  const gridId = 1;
  const tileIds = Array.from({ length: count }, (_, index) => gridId + 1 + index);
  const extraIds = Array.from({ length: extras }, (_, index) => gridId + 1 + count + index);
  const total = number(1 + count + extras, 2);

  const items = [
    item(gridId, 'grid'),
    ...tileIds.map((id) => item(id, 'hvc1')),
    ...extraIds.map((id) => item(id, 'mime', 'text/xml\0\0')),
  ];
  const references = [
    box('dimg', number(gridId, 2), number(count, 2), ...tileIds.map((id) => number(id, 2))),
    ...extraIds.map((id) => box('cdsc', number(id, 2), number(1, 2), number(gridId, 2))),
  ];
  const size = (width: number, height: number) => full('ispe', 0, number(width, 4), number(height, 4));
  const properties = box(
    'ipco',
    configuration,
    size(side, side),
    size(columns * side, rows * side),
    full('pixi', 0, Buffer.from([3, 8, 8, 8])),
  );
  // Of the grid its size and its depth; of a tile its configuration, without which it cannot be decoded, and its size.
  const associations = full(
    'ipma',
    0,
    number(1 + count, 4),
    Buffer.concat([number(gridId, 2), Buffer.from([2, 3, 4])]),
    ...tileIds.map((id) => Buffer.concat([number(id, 2), Buffer.from([2, 0x81, 2])])),
  );

  const begin = (data: number) => {
    const place = (id: number, at: number, length: number) =>
      Buffer.concat([number(id, 2), number(0, 2), number(1, 2), number(data + at, 4), number(length, 4)]);
    const places = [
      place(gridId, pixels.length, grid.length),
      ...tileIds.map((id) => place(id, 0, pixels.length)),
      ...extraIds.map((id) => place(id, pixels.length + grid.length, note.length)),
    ];
    return Buffer.concat([
      box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
      full(
        'meta',
        0,
        full('hdlr', 0, number(0, 4), Buffer.from('pict'), Buffer.alloc(13)),
        full('pitm', 0, number(gridId, 2)),
        full('iloc', 0, Buffer.from([0x44, 0]), total, ...places),
        full('iinf', 0, total, ...items),
        full('iref', 0, ...references),
        box('iprp', properties, associations),
      ),
    ]);
  };
  // Where the data begins does not change how long its place is.
  const head = begin(begin(0).length + 8);
  return Buffer.concat([head, box('mdat', pixels, grid, note)]);
}

const number = (value: number, bytes: number) => {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
};
const box = (type: string, ...content: readonly Buffer[]) => {
  const inside = Buffer.concat(content);
  return Buffer.concat([number(inside.length + 8, 4), Buffer.from(type, 'latin1'), inside]);
};
const full = (type: string, version: number, ...content: readonly Buffer[]) =>
  box(type, Buffer.from([version, 0, 0, 0]), ...content);
const item = (id: number, type: string, more = '') =>
  full('infe', 2, number(id, 2), number(0, 2), Buffer.from(`${type}\0${more}`, 'latin1'));

/** The first box of a type, wherever it is. */
function boxIn(file: Buffer, type: string): Buffer {
  const at = file.indexOf(type, 0, 'latin1') - 4;
  return file.subarray(at, at + file.readUInt32BE(at));
}
const contentOf = (box: Buffer) => box.subarray(8);
