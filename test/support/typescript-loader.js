/** For child processes of tests: the reader of TypeScript that the command line uses. */
import '../../bin/typescript-loader.js';
