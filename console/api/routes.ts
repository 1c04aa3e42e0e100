import * as z from 'zod/mini';
import {
  estimate,
  plannedAction,
  redriveMany,
  redriven,
  redriveProgress,
  start,
  started,
  startNamed,
  stop,
  stopped,
  uploaded,
  uploadQuery,
} from './action.ts';
import {
  definition,
  eventDetails,
  executionDetail,
  executionLogs,
  executionPage,
  historyEvent,
  listQuery,
  visitData,
} from './execution.ts';
import { executionName } from './execution-name.ts';
import { needsLook } from './needs-look.ts';
import {
  corrected,
  enrolled,
  enrollment,
  faceId,
  forgotten,
  likenessGroups,
  naming,
  peoplePage,
  peopleQuery,
  person,
  putAwayFaces,
  puttingAway,
  ruling,
  unknownFaces,
} from './person.ts';
import { photoHistory, photoQuery } from './photo.ts';
import { runChanged, runDetail, runEstimate, runPage, runStarted, runsQuery, runToStart } from './run.ts';
import { counts, system } from './system.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters begin with a colon. */
  readonly path: string;
  readonly params?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  /** JSON; `bytes` for those of a photo. */
  readonly body?: z.ZodMiniType | 'bytes';
  readonly answer: z.ZodMiniType;
}

const named = z.object({ name: executionName });
const ofFace = z.object({ faceId });

/**
 * Everything the browser can ask for. What may change is polled (`system.pollEvery`): AWS tells nobody when an
 * execution goes on, so a stream of events would only be the same polling, at another place.
 *
 * Images are not among them: the answers hold their URLs, on this server.
 */
export const routes = {
  system: { method: 'GET', path: '/api/system', answer: system },
  /** Whether the server is there; it asks nobody. */
  alive: { method: 'GET', path: '/api/alive', answer: z.object({}) },
  counts: { method: 'GET', path: '/api/counts', answer: counts },

  listExecutions: { method: 'GET', path: '/api/executions', query: listQuery, answer: executionPage },
  execution: { method: 'GET', path: '/api/executions/:name', params: named, answer: executionDetail },
  definition: {
    method: 'GET',
    path: '/api/executions/:name/definition',
    params: named,
    answer: definition,
  },
  visit: {
    method: 'GET',
    path: '/api/executions/:name/visits/:id',
    params: z.extend(named, { id: z.coerce.number().check(z.int(), z.minimum(1)) }),
    answer: visitData,
  },
  /** All of them, the oldest first. */
  events: {
    method: 'GET',
    path: '/api/executions/:name/events',
    params: named,
    answer: z.object({ events: z.array(historyEvent) }),
  },
  event: {
    method: 'GET',
    path: '/api/executions/:name/events/:id',
    params: z.extend(named, { id: z.coerce.number().check(z.int(), z.minimum(1)) }),
    answer: eventDetails,
  },
  logs: { method: 'GET', path: '/api/executions/:name/logs', params: named, answer: executionLogs },

  photo: { method: 'GET', path: '/api/photo', query: photoQuery, answer: photoHistory },
  upload: { method: 'POST', path: '/api/photos', query: uploadQuery, body: 'bytes', answer: uploaded },
  start: { method: 'POST', path: '/api/executions', body: start, answer: started },
  /** An execution with any input and a name of one's own. */
  startNamed: { method: 'POST', path: '/api/named-executions', body: startNamed, answer: started },
  redrive: { method: 'POST', path: '/api/executions/:name/redrive', params: named, answer: redriven },
  stop: {
    method: 'POST',
    path: '/api/executions/:name/stop',
    params: named,
    body: stop,
    answer: stopped,
  },
  estimate: { method: 'POST', path: '/api/estimate', body: plannedAction, answer: estimate },

  needsLook: { method: 'GET', path: '/api/needs-look', answer: needsLook },
  redriveMany: { method: 'POST', path: '/api/redrives', body: redriveMany, answer: redriveProgress },
  /** The newest first; those of this server, since it started. */
  redrives: {
    method: 'GET',
    path: '/api/redrives',
    answer: z.object({ redrives: z.array(redriveProgress) }),
  },
  /** No execution is redriven any more; those that run go on. */
  stopRedrives: {
    method: 'POST',
    path: '/api/redrives/:id/stop',
    params: z.object({ id: z.string().check(z.maxLength(80)) }),
    answer: redriveProgress,
  },

  runs: { method: 'GET', path: '/api/runs', query: runsQuery, answer: runPage },
  run: { method: 'GET', path: '/api/runs/:name', params: named, answer: runDetail },
  estimateRun: { method: 'POST', path: '/api/run-estimate', body: runToStart, answer: runEstimate },
  startRun: { method: 'POST', path: '/api/runs', body: runToStart, answer: runStarted },
  stopRun: { method: 'POST', path: '/api/runs/:name/stop', params: named, answer: runChanged },
  redriveRun: { method: 'POST', path: '/api/runs/:name/redrive', params: named, answer: runChanged },

  people: { method: 'GET', path: '/api/people', query: peopleQuery, answer: peoplePage },
  person: { method: 'GET', path: '/api/people/:faceId', params: ofFace, answer: person },
  unknownFaces: { method: 'GET', path: '/api/unknown-faces', answer: unknownFaces },
  putAwayFaces: { method: 'GET', path: '/api/put-away-faces', answer: putAwayFaces },
  putAway: { method: 'POST', path: '/api/put-away-faces', body: puttingAway, answer: corrected },
  notPerson: { method: 'POST', path: '/api/not-person', body: ruling, answer: corrected },
  likenessGroups: { method: 'GET', path: '/api/likeness-groups', answer: likenessGroups },
  /** Groups the newest unknown faces, and answers before that is over. */
  groupByLikeness: { method: 'POST', path: '/api/likeness-groups', answer: likenessGroups },
  name: { method: 'POST', path: '/api/names', body: naming, answer: corrected },
  enroll: { method: 'POST', path: '/api/people', body: enrollment, answer: enrolled },
  forget: { method: 'DELETE', path: '/api/people/:faceId', params: ofFace, answer: forgotten },
} as const satisfies Record<string, Route>;

export type Routes = typeof routes;
export type RouteName = keyof Routes;

type In<Schema> = Schema extends z.ZodMiniType ? z.input<Schema> : never;

/** What a caller gives a route: its parameters, query and body, as far as it has them. */
export type Request<Name extends RouteName> = {
  [Part in Extract<keyof Routes[Name], 'params' | 'query' | 'body'>]: Routes[Name][Part] extends 'bytes'
    ? Blob
    : In<Routes[Name][Part]>;
};
export type Answer<Name extends RouteName> = z.infer<Routes[Name]['answer']>;
