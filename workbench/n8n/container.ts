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
		const details =
			Object.keys(metadata).length > 0 ? ` ${inspect(metadata, { depth: 8, breakLength: Infinity })}` : '';
		this.lines.push(`${level}: ${message}${details}`);
	}
}

export type ExpressionEngine = ReturnType<typeof Expression.getActiveImplementation>;

interface PreparedContainer {
	logger: CapturedLogger;
	expressionEngine: ExpressionEngine;
}

// n8n-core's service container is global, and its services keep the logger that they were made with.
let logger: CapturedLogger | undefined;
let engine: Promise<ExpressionEngine> | undefined;
let users = 0;

/** Puts into n8n-core's service container what n8n's start puts there, and starts the expression engine. */
export async function prepareContainer(): Promise<PreparedContainer> {
	logger ??= fillContainer();
	engine ??= startExpressionEngine();
	users++;
	return { logger, expressionEngine: await engine };
}

/** Ends the expression engine after its last user: the isolates of `vm` would keep the process alive. */
export async function releaseContainer(): Promise<void> {
	if (--users > 0) return;
	engine = undefined;
	await Expression.disposeExpressionEngine();
}

function fillContainer(): CapturedLogger {
	const captured = new CapturedLogger();
	Container.set(Logger, captured);
	Container.set(InstanceSettings, temporaryInstance(captured));
	return captured;
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
