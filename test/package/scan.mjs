// stdin: [{ folder, patterns }], patterns null for the scanner's own default, 'source' for what it reads in a repository.
import { text } from 'node:stream/consumers';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const results = [];
for (const { folder, patterns } of JSON.parse(await text(process.stdin))) {
	results.push(await analyzePackage(folder, patterns === 'source' ? SOURCE_FILE_PATTERNS : (patterns ?? undefined)));
}
process.stdout.write(JSON.stringify(results));
