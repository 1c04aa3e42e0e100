import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Target, TargetOptions } from '../../operations/connect.ts';
import { exportPath } from '../api/export.ts';
import { name, notPerson, putAway } from './actions/correct.ts';
import { enroll } from './actions/enroll.ts';
import { estimate } from './actions/estimate.ts';
import { redrive, start, startNamed, stop } from './actions/execution.ts';
import { forget } from './actions/forget.ts';
import { Redrives } from './actions/redrives.ts';
import { estimateRun, redriveRun, startRun, stopRun } from './actions/run.ts';
import { upload } from './actions/upload.ts';
import { withCorrections } from './executions/corrected-faces.ts';
import { DescribedExecutions } from './executions/described.ts';
import { readEvent, readEvents } from './executions/events.ts';
import { readDefinition, readExecution, readVisitData } from './executions/execution.ts';
import { exportedFile, exportQuery } from './executions/exported-file.ts';
import { Histories } from './executions/history.ts';
import { listPage } from './executions/list-page.ts';
import { asksForRecords, listRecords } from './executions/list-records.ts';
import { readLogs } from './executions/logs.ts';
import { explainFailure } from './explain-failure.ts';
import { type Environment, guard, headers } from './guard.ts';
import { annotatedImage, annotatedQuery } from './images/annotated-image.ts';
import { cropImage, cropQuery } from './images/crop-image.ts';
import { ImageCache } from './images/image-cache.ts';
import { paths } from './images/image-urls.ts';
import { photoImage, photoQuery } from './images/photo-image.ts';
import { NeededLooks } from './needs-look/needs-look.ts';
import type { Page } from './page.ts';
import { Grouping } from './people/grouping.ts';
import { KeptCrops } from './people/kept-crops.ts';
import { createNames, withNames } from './people/named-faces.ts';
import { peoplePage, readPerson, readPutAway, readUnknown } from './people/people.ts';
import { PhotoRecords } from './people/photo-records.ts';
import { readPhotoHistory } from './photo/photo-history.ts';
import { Refusal } from './refusal.ts';
import { Runs } from './runs/runs.ts';
import { serveRoutes } from './serve-routes.ts';
import { DeployedSystem } from './system.ts';

export interface ConsoleApp {
  readonly app: Hono<Environment>;
  /** No execution is redriven any more. */
  stop(): void;
}

/** Enrolling asks first whether somebody is that face already; where the deployment's threshold is unknown, at this. */
const usualThreshold = 95;

/** Everything that the console's server answers. */
export function createApp(target: Target, options: TargetOptions, page: Page): ConsoleApp {
  const system = new DeployedSystem(target, options);
  const records = new PhotoRecords(target);
  const described = new DescribedExecutions(target.sfn);
  const histories = new Histories(target.sfn);
  const people = { target, records, keptCrops: new KeptCrops(target) };
  const names = createNames(target);
  const images = new ImageCache();
  const redrives = new Redrives(target);
  const runs = new Runs(target);
  const grouping = new Grouping(people);
  const needed = new NeededLooks({ target, records, described });

  const app = new Hono<Environment>();
  app.use(headers);
  app.use(guard);
  app.use('/api/*', async ({ header }, next) => {
    // Faces are biometric data: nothing of them stays on the disk of the browser.
    header('cache-control', 'no-store');
    await next();
  });

  serveRoutes(app, {
    system: () => system.read(),
    alive: () => ({}),
    counts: async () => (await records.summary()).counts,

    listExecutions: async ({ query }) => {
      const page = asksForRecords(query)
        ? await listRecords({ target, records, described }, query)
        : await listPage(target, described, query);
      for (const { stoppedAt } of page.executions) records.sawEnd(stoppedAt);
      return page;
    },
    execution: async ({ params }) => {
      const execution = await withCorrections(target, await readExecution(target, histories, params.name));
      records.sawEnd(execution.stoppedAt);
      return { ...execution, faces: [...(await withNames(names, execution.faces))] };
    },
    definition: ({ params }) => readDefinition(target, params.name),
    visit: ({ params }) => readVisitData(target, histories, params),
    events: ({ params }) => readEvents(target, histories, params.name),
    event: ({ params }) => readEvent(target, histories, params),
    logs: ({ params }) => readLogs(target, params.name),

    photo: ({ query }) => readPhotoHistory({ target, described, histories, names }, query),
    upload: ({ query, body }) => upload(target, query, body),
    start: ({ body }) => start(target, body),
    startNamed: ({ body }) => startNamed(target, body),
    redrive: ({ params }) => redrive(target, params.name),
    stop: ({ params, body }) => stop(target, params.name, body),
    estimate: ({ body }) => estimate(target, histories, body),

    needsLook: () => needed.read(),
    redriveMany: ({ body }) => {
      needed.outdate();
      return redrives.start(body);
    },
    redrives: () => ({ redrives: redrives.list() }),
    stopRedrives: ({ params }) => redrives.stop(params.id),

    runs: ({ query }) => runs.list(query),
    run: async ({ params }) => {
      const run = await runs.read(params.name);
      records.sawEnd(run.stoppedAt);
      return run;
    },
    estimateRun: ({ body }) => estimateRun(target, body),
    startRun: ({ body }) => {
      needed.outdate();
      return startRun(target, body);
    },
    stopRun: ({ params }) => stopRun(target, runs, params.name),
    redriveRun: ({ params }) => {
      needed.outdate();
      return redriveRun(target, runs, params.name);
    },

    people: ({ query }) => peoplePage(people, query),
    person: ({ params }) => readPerson(people, params.faceId),
    unknownFaces: () => readUnknown(records),
    putAwayFaces: () => readPutAway(records),
    putAway: ({ body }) => putAway(people, body),
    notPerson: ({ body }) => notPerson(people, body),
    likenessGroups: () => grouping.last,
    groupByLikeness: async () => grouping.start((await system.threshold()) ?? usualThreshold),
    name: ({ body }) => name(people, names, body),
    enroll: async ({ body }) => enroll(people, body, (await system.threshold()) ?? usualThreshold),
    forget: ({ params }) => forget(people, images, params.faceId),
  });

  app.get(paths.photo, async (context) =>
    jpeg(
      context,
      await photoImage(target, { cache: images, histories }, photoQuery.parse(context.req.query())),
    ),
  );
  app.get(paths.crop, async (context) =>
    jpeg(context, await cropImage(target, images, cropQuery.parse(context.req.query()))),
  );
  app.get(exportPath, async (context) => {
    const { name, json } = await exportedFile(target, histories, exportQuery.parse(context.req.query()));
    return context.body(json, 200, {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  });
  app.get(paths.annotated, async (context) => {
    const { execution } = annotatedQuery.parse(context.req.query());
    const image = await annotatedImage(target, { cache: images, histories, names }, execution);
    context.header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(execution)}.jpg`,
    );
    return jpeg(context, image);
  });
  app.all('/api/*', ({ req }) => {
    throw new Refusal(404, 'NotFound', {
      message: `Expected a route of the console, got ${req.method} ${req.path}`,
      whatToDo: 'Reload the page: it may be of another version than this server.',
    });
  });
  app.get('*', (context) => page.serve(context));

  app.onError((error, context) => {
    const { status, failure } = explainFailure(error, target.options);
    return context.json({ error: failure }, status as ContentfulStatusCode);
  });
  const stopAll = () => {
    redrives.stopAll();
    grouping.stop();
  };
  return { app, stop: stopAll };
}

const jpeg = (context: Context, image: Buffer) =>
  context.body(new Uint8Array(image), 200, { 'content-type': 'image/jpeg' });
