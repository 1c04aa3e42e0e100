import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Config } from './config.ts';

/** npm's names of the architectures. */
const cpu = { arm64: 'arm64', x86_64: 'x64' } as const;

/** What npm installs and Lambda does not need; without the lock files an asset keeps its hash when others move. */
const needless = [
  'package-lock.json',
  'node_modules/.package-lock.json',
  'node_modules/.bin',
  'node_modules/sharp/src',
  'node_modules/sharp/install',
  'node_modules/libheif-js/libheif',
  'node_modules/libheif-js/libheif-wasm/libheif-bundle.mjs',
  'node_modules/libheif-js/libheif-wasm/libheif.wasm',
];

/**
 * One minified CommonJS module with the SDK in it, which starts faster than the SDK of the runtime, and than an ES
 * module: with an import of node:http Node evaluates all that it exports, undici too. `nodeModules` stay beside it, installed by npm for Lambda's Linux whatever this machine is: no container is needed.
 */
export function bundling(
  architecture: Config['architecture'],
  nodeModules: readonly string[],
): BundlingOptions {
  return {
    format: OutputFormat.CJS,
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    bundleAwsSDK: true,
    ...(nodeModules.length && {
      nodeModules: [...nodeModules],
      environment: {
        npm_config_os: 'linux',
        npm_config_cpu: cpu[architecture],
        npm_config_libc: 'glibc',
        npm_config_prefer_offline: 'true',
      },
      commandHooks: {
        beforeBundling: () => [],
        beforeInstall: () => [],
        afterBundling: (_, outputDir) => [
          `rm -rf ${needless.map((path) => `"${join(outputDir, path)}"`).join(' ')}`,
        ],
      },
    }),
  };
}
