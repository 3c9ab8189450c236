import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from '../package/tools';

/** The vendor's files, where they will lie in the repository. */
const FILES = join(__dirname, 'files');

/** The one file that a new vendor is written into. */
const LIST = 'nodes/GroupManager/vendors/index.ts';

/** Jest's and n8n's lint rules behave otherwise where they find themselves inside of a test. */
const { NODE_ENV: _, JEST_WORKER_ID: __, ...INHERITED } = process.env;

/** A copy of the repository, to which a vendor is added as the recipe says. */
export class Copy {
	/**
	 * @param folder an empty one, for the copy alone
	 * @param env what its tools find in their environment beside this process's
	 */
	constructor(
		readonly folder: string,
		private readonly env: NodeJS.ProcessEnv = {},
	) {}

	/** The working tree as it is, under a version control of its own. */
	async make(): Promise<void> {
		const listed = await this.run(['git', 'ls-files', '--cached', '--others', '--exclude-standard'], root);
		for (const file of listed.split('\n').filter(Boolean)) {
			mkdirSync(dirname(join(this.folder, file)), { recursive: true });
			cpSync(join(root, file), join(this.folder, file));
		}
		symlinkSync(realpathSync(join(root, 'node_modules')), join(this.folder, 'node_modules'), 'dir');
		await this.run(['git', 'init', '--quiet']);
		await this.run(['git', 'add', '--all']);
		const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
		await this.run(['git', ...author, 'commit', '--quiet', '--message', 'The repository as it is']);
	}

	/** What somebody does who adds the vendor: its files, its line, and the two commands that write what follows. */
	async addVendor(id: string): Promise<void> {
		cpSync(FILES, this.folder, { recursive: true });
		const path = join(this.folder, LIST);
		const text = readFileSync(path, 'utf8')
			.replace("import { reach360 } from './reach360';\n", (line) => `${line}import { ${id} } from './${id}';\n`)
			.replace(/(VENDORS: .*)\];/, `$1, ${id}];`);
		writeFileSync(path, text);
		await this.tool('tsx', 'scripts/generate.ts');
		await this.tool('tsx', 'scripts/docs/main.ts');
	}

	/** Runs a development tool in the copy. @returns what it printed. @throws Error with that, where it fails */
	async tool(name: string, ...args: string[]): Promise<string> {
		return await this.run([process.execPath, realpathSync(join(root, 'node_modules/.bin', name)), ...args]);
	}

	/** What differs from the repository, as sorted paths. */
	async touched(): Promise<string[]> {
		const status = await this.run(['git', 'status', '--porcelain', '--untracked-files=all']);
		return status
			.split('\n')
			.filter(Boolean)
			.map((line) => line.slice(3))
			.sort();
	}

	/** The lines that a file has more than in the repository. */
	async addedTo(file: string): Promise<string[]> {
		const diff = await this.run(['git', 'diff', '--unified=0', '--', file]);
		return diff.split('\n').filter((line) => /^\+(?!\+)/.test(line));
	}

	private async run([command = '', ...args]: string[], cwd = this.folder): Promise<string> {
		const options = {
			cwd,
			env: { ...INHERITED, ...this.env, CI: 'true' },
			encoding: 'utf8',
			maxBuffer: 64e6,
		} as const;
		return await new Promise((resolve, reject) => {
			execFile(command, args, options, (error, stdout, stderr) => {
				if (!error) return resolve(stdout + stderr);
				reject(new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`));
			});
		});
	}
}
