import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../..');
const DOCUMENT = 'docs/connectors.md';

/** The blocks marked "ts check", each as a file beside the document, where its imports lead. */
const blocks = new Map(
  [...readFileSync(path.join(root, DOCUMENT), 'utf8').matchAll(/```ts check\n([\s\S]*?)```/g)].map((match, index) => [
    path.join(root, 'docs', `example-${index + 1}.ts`),
    match[1] ?? '',
  ]),
);

it('the examples in docs/connectors.md compile', () => {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: Record<string, unknown> };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const settings = { ...options, noEmit: true, skipLibCheck: true };
  const host = ts.createCompilerHost(settings);
  const usual = { ...host };
  host.fileExists = (file) => blocks.has(path.resolve(file)) || usual.fileExists(file);
  host.readFile = (file) => blocks.get(path.resolve(file)) ?? usual.readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = blocks.get(path.resolve(file));
    return text === undefined
      ? usual.getSourceFile(file, ...rest)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...blocks.keys()], settings, host);
  const problems = [...blocks.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path.basename(file)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
  expect(blocks.size).toBeGreaterThan(4);
  expect(problems).toEqual([]);
}, 120_000);
