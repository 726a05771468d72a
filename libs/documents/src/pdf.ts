import { createRequire } from 'node:module';
import path from 'node:path';
import type PdfMake from 'pdfmake';
import type { Content, TableCell } from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { ACCENT, LINE, QUIET } from './markup.js';

const FONTS = path.join(
  path.dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
  'fonts',
  'Roboto',
);

let prepared: Promise<typeof PdfMake> | null = null;

/**
 * Loaded with the first document: it is the largest thing that the API would read when it starts, and most days nobody prints.
 * The fonts come with the library; nothing else is read, from this computer or from any other.
 */
async function prepare(): Promise<typeof PdfMake> {
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((file) => path.resolve(file).startsWith(FONTS + path.sep));
  pdfmake.setFonts({
    Roboto: {
      normal: path.join(FONTS, 'Roboto-Regular.ttf'),
      bold: path.join(FONTS, 'Roboto-Medium.ttf'),
      italics: path.join(FONTS, 'Roboto-Italic.ttf'),
      bolditalics: path.join(FONTS, 'Roboto-MediumItalic.ttf'),
    },
  });
  return pdfmake;
}

export interface PdfPage {
  title: string;
  content: Content[];
  /** At the foot of every page. */
  foot: string;
}

/** A4, calm, one accent; page numbers at the foot. */
export async function pdfOf({ title, content, foot }: PdfPage): Promise<Buffer> {
  const pdfmake = await (prepared ??= prepare());
  const definition: TDocumentDefinitions = {
    info: { title, creator: 'Keepwell', producer: 'Keepwell' },
    pageSize: 'A4',
    pageMargins: [44, 44, 44, 52],
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.2 },
    styles: {
      title: { fontSize: 18, bold: true },
      heading: { fontSize: 12, bold: true, color: ACCENT, margin: [0, 14, 0, 4] },
      quiet: { color: QUIET, fontSize: 8.5 },
      head: { bold: true, color: QUIET },
    },
    footer: (page, pages) => ({
      columns: [
        { text: foot, style: 'quiet' },
        { text: `${page} / ${pages}`, style: 'quiet', alignment: 'right', width: 60 },
      ],
      margin: [44, 14, 44, 0],
    }),
    content: [{ text: title, style: 'title' }, ...content],
  };
  return pdfmake.createPdf(definition).getBuffer();
}

/** Lines between rows only. The first column takes what the numbers leave. */
export function pdfTable(head: string[], rows: string[][]): Content {
  const cell = (text: string, place: number, style?: string): TableCell => ({
    text,
    alignment: place === 0 ? 'left' : 'right',
    ...(style === undefined ? {} : { style }),
  });
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: head.map((_, place) => (place === 0 ? '*' : 'auto')),
      body: [
        head.map((text, place) => cell(text, place, 'head')),
        ...rows.map((row) => row.map((text, place) => cell(text, place))),
      ],
    },
    layout: {
      hLineWidth: (line, { table }) => (line === 0 || line === table.body.length ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => LINE,
      paddingLeft: (place) => (place === 0 ? 0 : 8),
      paddingRight: () => 0,
      paddingTop: () => 2.5,
      paddingBottom: () => 2.5,
    },
  };
}
