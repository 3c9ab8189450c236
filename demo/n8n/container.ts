import { Logger } from '@n8n/backend-common';
import { GlobalConfig, InstanceSettingsConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import { InstanceSettings } from 'n8n-core';
import { Expression, type LogMetadata } from 'n8n-workflow';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

/** Keeps every line that n8n logs, at every level, instead of printing it. */
export class CapturedLogger extends Logger {
	readonly lines: string[] = [];

	constructor() {
		const config = Container.get(GlobalConfig);
		config.logging.level = 'silent';
		super(config, Container.get(InstanceSettingsConfig));
	}

	override scoped(): Logger {
		return this;
	}

	override error(message: string, metadata?: LogMetadata): void {
		this.keep('error', message, metadata);
	}

	override warn(message: string, metadata?: LogMetadata): void {
		this.keep('warn', message, metadata);
	}

	override info(message: string, metadata?: LogMetadata): void {
		this.keep('info', message, metadata);
	}

	override debug(message: string, metadata?: LogMetadata): void {
		this.keep('debug', message, metadata);
	}

	private keep(level: string, message: string, metadata: LogMetadata = {}): void {
		const details = Object.keys(metadata).length > 0 ? ` ${inspect(metadata, { depth: 8, breakLength: Infinity })}` : '';
		this.lines.push(`${level}: ${message}${details}`);
	}
}

export type ExpressionEngine = ReturnType<typeof Expression.getActiveImplementation>;

interface PreparedContainer {
	logger: CapturedLogger;
	expressionEngine: ExpressionEngine;
}

let prepared: Promise<PreparedContainer> | undefined;

/** Puts into n8n-core's service container what n8n's own start puts there. Once per process: the container is global. */
export async function prepareContainer(): Promise<PreparedContainer> {
	prepared ??= prepare();
	return await prepared;
}

/** Ends what the expression engine keeps alive (the `vm` engine holds isolates). */
export async function releaseContainer(): Promise<void> {
	prepared = undefined;
	await Expression.disposeExpressionEngine();
}

async function prepare(): Promise<PreparedContainer> {
	const logger = new CapturedLogger();
	Container.set(Logger, logger);
	Container.set(InstanceSettings, temporaryInstance(logger));
	return { logger, expressionEngine: await startExpressionEngine() };
}

/** n8n writes its encryption key into a folder as soon as it starts; the folder is not needed again afterwards. */
function temporaryInstance(logger: Logger): InstanceSettings {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-headless-'));
	try {
		const config = Container.get(InstanceSettingsConfig);
		return new InstanceSettings({ ...config, userHome: folder, n8nFolder: folder }, logger);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** n8n's default engine is `vm`, a native module that not every Node version has; `legacy` is what n8n used before. */
async function startExpressionEngine(): Promise<ExpressionEngine> {
	const { engine, poolSize, maxCodeCacheSize, bridgeTimeout, bridgeMemoryLimit } =
		Container.get(GlobalConfig).expressionEngine;
	try {
		await Expression.initExpressionEngine({
			engine,
			poolSize,
			maxCodeCacheSize,
			bridgeTimeout,
			bridgeMemoryLimit,
		});
	} catch {
		Expression.setExpressionEngine('legacy');
	}
	return Expression.getActiveImplementation();
}
