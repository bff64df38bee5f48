/** Workbooks for tests, written part by part: as spreadsheets write them, and as nobody should. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface FixturePart {
  readonly name: string;
  readonly text: string | Buffer;
  /** What the directory of the archive says that it unpacks to; the truth unless given. */
  readonly declared?: number;
}

/** An archive of these parts. */
export function archiveOf(parts: readonly FixturePart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text, declared } of parts) {
    const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8');
    const packed = deflateRawSync(bytes);
    const named = Buffer.from(name, 'utf8');
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declared ?? bytes.length, 18);
    fields.writeUInt16LE(named.length, 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), fields, named, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), fields, tail, named);
    at += 30 + named.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, central, end]);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook with one sheet; `rows` and what stands after them as XML. */
export const partsOfWorkbook = (rows: string, after = ''): FixturePart[] => [
  {
    name: '[Content_Types].xml',
    text: `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  },
  {
    name: '_rels/.rels',
    text: `<?xml version="1.0"?><Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  },
  {
    name: 'xl/workbook.xml',
    text: `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    text: `<?xml version="1.0"?><Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  },
  {
    name: 'xl/worksheets/sheet1.xml',
    text: `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
  },
];

/** A cell with a text, a number, a formula with what it came to, or an error. */
const cellXml = (at: string, cell: FixtureCell): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  if ('error' in cell) return `<c r="${at}" t="e"><f>1/0</f><v>${cell.error}</v></c>`;
  return `<c r="${at}"><f>${cell.formula}</f>${cell.value === null ? '' : `<v>${cell.value}</v>`}</c>`;
};
export type FixtureCell = string | number | null | { formula: string; value: number | null } | { error: string };

export const rowsXml = (rows: readonly (readonly FixtureCell[])[]): string =>
  rows
    .map(
      (cells, i) => `<row r="${i + 1}">${cells.map((cell, j) => cellXml(`${'ABCDEFGHIJKL'[j]}${i + 1}`, cell)).join('')}</row>`,
    )
    .join('');

/** A workbook of one sheet, with merged ranges (A2:A4). */
export const workbookOf = (rows: readonly (readonly FixtureCell[])[], merged: readonly string[] = []): Buffer =>
  archiveOf(
    partsOfWorkbook(
      rowsXml(rows),
      merged.length === 0
        ? ''
        : `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`,
    ),
  );
