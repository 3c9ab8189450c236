// stdin: [{ file, code }] -> [[message]]: lints each text as if it stood in that file, without types, as the file need not exist.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({
	overrideConfigFile: '.eslintrc.js',
	overrideConfig: tseslint.configs.disableTypeChecked,
});
const results = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
	const [result] = await eslint.lintText(code, { filePath: file });
	results.push(result.messages.map(({ message }) => message));
}
process.stdout.write(JSON.stringify(results));
