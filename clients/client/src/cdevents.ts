// Printed by scripts/cdevents.mjs from tests/data/cdevents/types.tsv; do not edit it.

/** What joins events: a chain ends, goes on, or is related to another event. */
export type CDEventLink =
  | { readonly linkType: 'END'; readonly from?: { readonly contextId: string }; readonly tags?: Readonly<Record<string, string>> }
  | { readonly linkType: 'PATH'; readonly from: { readonly contextId: string }; readonly tags?: Readonly<Record<string, string>> }
  | {
      readonly linkType: 'RELATION';
      readonly linkKind: string;
      readonly target: { readonly contextId: string };
      readonly tags?: Readonly<Record<string, string>>;
    };

interface Context<Type extends string> {
  readonly id: string;
  /** A URI reference. */
  readonly source: string;
  readonly type: Type;
  /** RFC 3339. */
  readonly timestamp: string;
}

interface Context03<Type extends string> extends Context<Type> {
  readonly version: string;
}

interface Chained {
  readonly schemaUri?: string;
  readonly chainId?: string;
  readonly links?: readonly CDEventLink[];
}

interface Context04<Type extends string> extends Context03<Type>, Chained {}

interface Context05<Type extends string> extends Context<Type>, Chained {
  readonly specversion: string;
}

type Empty = Readonly<Record<string, never>>;

interface Subject<Content> {
  readonly id: string;
  readonly source?: string;
  readonly content: Content;
}

interface Typed<Type extends string> {
  readonly type: Type;
}

/** Something that is known elsewhere. */
interface Reference { readonly id: string; readonly source?: string }

interface CDEventOf<Context, Subject> {
  readonly context: Context;
  readonly subject: Subject;
  /** An object, or text in base64. */
  readonly customData?: Readonly<Record<string, unknown>> | string;
  readonly customDataContentType?: string;
}

/** A CDEvent of a type that its specification leaves to others: `dev.cdeventsx.…`. */
export type CustomCDEvent = CDEventOf<
  Context<`dev.cdeventsx.${string}`> & Chained & { readonly version?: string; readonly specversion?: string },
  Subject<Readonly<Record<string, unknown>>> & { readonly type?: string }
>;

/** The events of CDEvents 0.3.0, 0.4.1 and 0.5.1 by their `context.type`. */
export interface CDEventTypes {
  'dev.cdevents.artifact.packaged.0.1.1': CDEventOf<Context03<'dev.cdevents.artifact.packaged.0.1.1'>, Subject<{ readonly change: Reference }> & Typed<'artifact'>>;
  'dev.cdevents.artifact.published.0.1.1': CDEventOf<Context03<'dev.cdevents.artifact.published.0.1.1'>, Subject<Empty> & Typed<'artifact'>>;
  'dev.cdevents.artifact.signed.0.1.0': CDEventOf<Context03<'dev.cdevents.artifact.signed.0.1.0'>, Subject<{ readonly signature: string }> & Typed<'artifact'>>;
  'dev.cdevents.branch.created.0.1.2': CDEventOf<Context03<'dev.cdevents.branch.created.0.1.2'>, Subject<{ readonly repository?: Reference }> & Typed<'branch'>>;
  'dev.cdevents.branch.deleted.0.1.2': CDEventOf<Context03<'dev.cdevents.branch.deleted.0.1.2'>, Subject<{ readonly repository?: Reference }> & Typed<'branch'>>;
  'dev.cdevents.build.finished.0.1.1': CDEventOf<Context03<'dev.cdevents.build.finished.0.1.1'>, Subject<{ readonly artifactId?: string }> & Typed<'build'>>;
  'dev.cdevents.build.queued.0.1.1': CDEventOf<Context03<'dev.cdevents.build.queued.0.1.1'>, Subject<Empty> & Typed<'build'>>;
  'dev.cdevents.build.started.0.1.1': CDEventOf<Context03<'dev.cdevents.build.started.0.1.1'>, Subject<Empty> & Typed<'build'>>;
  'dev.cdevents.change.abandoned.0.1.2': CDEventOf<Context03<'dev.cdevents.change.abandoned.0.1.2'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.created.0.1.2': CDEventOf<Context03<'dev.cdevents.change.created.0.1.2'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.merged.0.1.2': CDEventOf<Context03<'dev.cdevents.change.merged.0.1.2'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.reviewed.0.1.2': CDEventOf<Context03<'dev.cdevents.change.reviewed.0.1.2'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.updated.0.1.2': CDEventOf<Context03<'dev.cdevents.change.updated.0.1.2'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.environment.created.0.1.1': CDEventOf<Context03<'dev.cdevents.environment.created.0.1.1'>, Subject<{ readonly name?: string; readonly url?: string }> & Typed<'environment'>>;
  'dev.cdevents.environment.deleted.0.1.1': CDEventOf<Context03<'dev.cdevents.environment.deleted.0.1.1'>, Subject<{ readonly name?: string }> & Typed<'environment'>>;
  'dev.cdevents.environment.modified.0.1.1': CDEventOf<Context03<'dev.cdevents.environment.modified.0.1.1'>, Subject<{ readonly name?: string; readonly url?: string }> & Typed<'environment'>>;
  'dev.cdevents.incident.detected.0.1.0': CDEventOf<Context03<'dev.cdevents.incident.detected.0.1.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly service?: Reference; readonly artifactId?: string }> & Typed<'incident'>>;
  'dev.cdevents.incident.reported.0.1.0': CDEventOf<Context03<'dev.cdevents.incident.reported.0.1.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly ticketURI: string; readonly service?: Reference; readonly artifactId?: string }> & Typed<'incident'>>;
  'dev.cdevents.incident.resolved.0.1.0': CDEventOf<Context03<'dev.cdevents.incident.resolved.0.1.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly service?: Reference; readonly artifactId?: string }> & Typed<'incident'>>;
  'dev.cdevents.pipelinerun.finished.0.1.1': CDEventOf<Context03<'dev.cdevents.pipelinerun.finished.0.1.1'>, Subject<{ readonly pipelineName?: string; readonly url?: string; readonly outcome?: string; readonly errors?: string }> & Typed<'pipelineRun'>>;
  'dev.cdevents.pipelinerun.queued.0.1.1': CDEventOf<Context03<'dev.cdevents.pipelinerun.queued.0.1.1'>, Subject<{ readonly pipelineName?: string; readonly url?: string }> & Typed<'pipelineRun'>>;
  'dev.cdevents.pipelinerun.started.0.1.1': CDEventOf<Context03<'dev.cdevents.pipelinerun.started.0.1.1'>, Subject<{ readonly pipelineName: string; readonly url: string }> & Typed<'pipelineRun'>>;
  'dev.cdevents.repository.created.0.1.1': CDEventOf<Context03<'dev.cdevents.repository.created.0.1.1'>, Subject<{ readonly name: string; readonly owner?: string; readonly url: string; readonly viewUrl?: string }> & Typed<'repository'>>;
  'dev.cdevents.repository.deleted.0.1.1': CDEventOf<Context03<'dev.cdevents.repository.deleted.0.1.1'>, Subject<{ readonly name?: string; readonly owner?: string; readonly url?: string; readonly viewUrl?: string }> & Typed<'repository'>>;
  'dev.cdevents.repository.modified.0.1.1': CDEventOf<Context03<'dev.cdevents.repository.modified.0.1.1'>, Subject<{ readonly name?: string; readonly owner?: string; readonly url?: string; readonly viewUrl?: string }> & Typed<'repository'>>;
  'dev.cdevents.service.deployed.0.1.1': CDEventOf<Context03<'dev.cdevents.service.deployed.0.1.1'>, Subject<{ readonly environment: Reference; readonly artifactId: string }> & Typed<'service'>>;
  'dev.cdevents.service.published.0.1.1': CDEventOf<Context03<'dev.cdevents.service.published.0.1.1'>, Subject<{ readonly environment?: Reference }> & Typed<'service'>>;
  'dev.cdevents.service.removed.0.1.1': CDEventOf<Context03<'dev.cdevents.service.removed.0.1.1'>, Subject<{ readonly environment?: Reference }> & Typed<'service'>>;
  'dev.cdevents.service.rolledback.0.1.1': CDEventOf<Context03<'dev.cdevents.service.rolledback.0.1.1'>, Subject<{ readonly environment: Reference; readonly artifactId: string }> & Typed<'service'>>;
  'dev.cdevents.service.upgraded.0.1.1': CDEventOf<Context03<'dev.cdevents.service.upgraded.0.1.1'>, Subject<{ readonly environment: Reference; readonly artifactId: string }> & Typed<'service'>>;
  'dev.cdevents.taskrun.finished.0.1.1': CDEventOf<Context03<'dev.cdevents.taskrun.finished.0.1.1'>, Subject<{ readonly taskName?: string; readonly url?: string; readonly pipelineRun?: Reference; readonly outcome?: string; readonly errors?: string }> & Typed<'taskRun'>>;
  'dev.cdevents.taskrun.started.0.1.1': CDEventOf<Context03<'dev.cdevents.taskrun.started.0.1.1'>, Subject<{ readonly taskName?: string; readonly url?: string; readonly pipelineRun?: Reference }> & Typed<'taskRun'>>;
  'dev.cdevents.testcaserun.finished.0.1.0': CDEventOf<Context03<'dev.cdevents.testcaserun.finished.0.1.0'>, Subject<{ readonly outcome: 'pass' | 'fail' | 'cancel' | 'error'; readonly severity?: 'low' | 'medium' | 'high' | 'critical'; readonly reason?: string; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }> & Typed<'testCaseRun'>>;
  'dev.cdevents.testcaserun.queued.0.1.0': CDEventOf<Context03<'dev.cdevents.testcaserun.queued.0.1.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }> & Typed<'testCaseRun'>>;
  'dev.cdevents.testcaserun.started.0.1.0': CDEventOf<Context03<'dev.cdevents.testcaserun.started.0.1.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }> & Typed<'testCaseRun'>>;
  'dev.cdevents.testoutput.published.0.1.0': CDEventOf<Context03<'dev.cdevents.testoutput.published.0.1.0'>, Subject<{ readonly outputType: 'report' | 'video' | 'image' | 'log' | 'other'; readonly format: string; readonly uri?: string; readonly testCaseRun?: Reference }> & Typed<'testOutput'>>;
  'dev.cdevents.testsuiterun.finished.0.1.0': CDEventOf<Context03<'dev.cdevents.testsuiterun.finished.0.1.0'>, Subject<{ readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly uri?: string }; readonly outcome: 'pass' | 'fail' | 'cancel' | 'error'; readonly severity?: 'low' | 'medium' | 'high' | 'critical'; readonly reason?: string }> & Typed<'testSuiteRun'>>;
  'dev.cdevents.testsuiterun.queued.0.1.0': CDEventOf<Context03<'dev.cdevents.testsuiterun.queued.0.1.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly url?: string } }> & Typed<'testSuiteRun'>>;
  'dev.cdevents.testsuiterun.started.0.1.0': CDEventOf<Context03<'dev.cdevents.testsuiterun.started.0.1.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly uri?: string } }> & Typed<'testSuiteRun'>>;
  'dev.cdevents.artifact.deleted.0.1.0': CDEventOf<Context04<'dev.cdevents.artifact.deleted.0.1.0'>, Subject<{ readonly user?: string }> & Typed<'artifact'>>;
  'dev.cdevents.artifact.downloaded.0.1.0': CDEventOf<Context04<'dev.cdevents.artifact.downloaded.0.1.0'>, Subject<{ readonly user?: string }> & Typed<'artifact'>>;
  'dev.cdevents.artifact.packaged.0.2.0': CDEventOf<Context04<'dev.cdevents.artifact.packaged.0.2.0'>, Subject<{ readonly change: Reference; readonly sbom?: { readonly uri: string } }> & Typed<'artifact'>>;
  'dev.cdevents.artifact.published.0.2.0': CDEventOf<Context04<'dev.cdevents.artifact.published.0.2.0'>, Subject<{ readonly sbom?: { readonly uri: string }; readonly user?: string }> & Typed<'artifact'>>;
  'dev.cdevents.artifact.signed.0.2.0': CDEventOf<Context04<'dev.cdevents.artifact.signed.0.2.0'>, Subject<{ readonly signature: string }> & Typed<'artifact'>>;
  'dev.cdevents.branch.created.0.2.0': CDEventOf<Context04<'dev.cdevents.branch.created.0.2.0'>, Subject<{ readonly repository?: Reference }> & Typed<'branch'>>;
  'dev.cdevents.branch.deleted.0.2.0': CDEventOf<Context04<'dev.cdevents.branch.deleted.0.2.0'>, Subject<{ readonly repository?: Reference }> & Typed<'branch'>>;
  'dev.cdevents.build.finished.0.2.0': CDEventOf<Context04<'dev.cdevents.build.finished.0.2.0'>, Subject<{ readonly artifactId?: string }> & Typed<'build'>>;
  'dev.cdevents.build.queued.0.2.0': CDEventOf<Context04<'dev.cdevents.build.queued.0.2.0'>, Subject<Empty> & Typed<'build'>>;
  'dev.cdevents.build.started.0.2.0': CDEventOf<Context04<'dev.cdevents.build.started.0.2.0'>, Subject<Empty> & Typed<'build'>>;
  'dev.cdevents.change.abandoned.0.2.0': CDEventOf<Context04<'dev.cdevents.change.abandoned.0.2.0'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.created.0.3.0': CDEventOf<Context04<'dev.cdevents.change.created.0.3.0'>, Subject<{ readonly description?: string; readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.merged.0.2.0': CDEventOf<Context04<'dev.cdevents.change.merged.0.2.0'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.reviewed.0.2.0': CDEventOf<Context04<'dev.cdevents.change.reviewed.0.2.0'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.change.updated.0.2.0': CDEventOf<Context04<'dev.cdevents.change.updated.0.2.0'>, Subject<{ readonly repository?: Reference }> & Typed<'change'>>;
  'dev.cdevents.environment.created.0.2.0': CDEventOf<Context04<'dev.cdevents.environment.created.0.2.0'>, Subject<{ readonly name?: string; readonly url?: string }> & Typed<'environment'>>;
  'dev.cdevents.environment.deleted.0.2.0': CDEventOf<Context04<'dev.cdevents.environment.deleted.0.2.0'>, Subject<{ readonly name?: string }> & Typed<'environment'>>;
  'dev.cdevents.environment.modified.0.2.0': CDEventOf<Context04<'dev.cdevents.environment.modified.0.2.0'>, Subject<{ readonly name?: string; readonly url?: string }> & Typed<'environment'>>;
  'dev.cdevents.incident.detected.0.2.0': CDEventOf<Context04<'dev.cdevents.incident.detected.0.2.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly service?: Reference; readonly artifactId?: string }> & Typed<'incident'>>;
  'dev.cdevents.incident.reported.0.2.0': CDEventOf<Context04<'dev.cdevents.incident.reported.0.2.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly ticketURI: string; readonly service?: Reference; readonly artifactId?: string }> & Typed<'incident'>>;
  'dev.cdevents.incident.resolved.0.2.0': CDEventOf<Context04<'dev.cdevents.incident.resolved.0.2.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly service?: Reference; readonly artifactId?: string }> & Typed<'incident'>>;
  'dev.cdevents.pipelinerun.finished.0.2.0': CDEventOf<Context04<'dev.cdevents.pipelinerun.finished.0.2.0'>, Subject<{ readonly pipelineName?: string; readonly url?: string; readonly outcome?: string; readonly errors?: string }> & Typed<'pipelineRun'>>;
  'dev.cdevents.pipelinerun.queued.0.2.0': CDEventOf<Context04<'dev.cdevents.pipelinerun.queued.0.2.0'>, Subject<{ readonly pipelineName?: string; readonly url?: string }> & Typed<'pipelineRun'>>;
  'dev.cdevents.pipelinerun.started.0.2.0': CDEventOf<Context04<'dev.cdevents.pipelinerun.started.0.2.0'>, Subject<{ readonly pipelineName: string; readonly url: string }> & Typed<'pipelineRun'>>;
  'dev.cdevents.repository.created.0.2.0': CDEventOf<Context04<'dev.cdevents.repository.created.0.2.0'>, Subject<{ readonly name: string; readonly owner?: string; readonly url: string; readonly viewUrl?: string }> & Typed<'repository'>>;
  'dev.cdevents.repository.deleted.0.2.0': CDEventOf<Context04<'dev.cdevents.repository.deleted.0.2.0'>, Subject<{ readonly name?: string; readonly owner?: string; readonly url?: string; readonly viewUrl?: string }> & Typed<'repository'>>;
  'dev.cdevents.repository.modified.0.2.0': CDEventOf<Context04<'dev.cdevents.repository.modified.0.2.0'>, Subject<{ readonly name?: string; readonly owner?: string; readonly url?: string; readonly viewUrl?: string }> & Typed<'repository'>>;
  'dev.cdevents.service.deployed.0.2.0': CDEventOf<Context04<'dev.cdevents.service.deployed.0.2.0'>, Subject<{ readonly environment: Reference; readonly artifactId: string }> & Typed<'service'>>;
  'dev.cdevents.service.published.0.2.0': CDEventOf<Context04<'dev.cdevents.service.published.0.2.0'>, Subject<{ readonly environment?: Reference }> & Typed<'service'>>;
  'dev.cdevents.service.removed.0.2.0': CDEventOf<Context04<'dev.cdevents.service.removed.0.2.0'>, Subject<{ readonly environment?: Reference }> & Typed<'service'>>;
  'dev.cdevents.service.rolledback.0.2.0': CDEventOf<Context04<'dev.cdevents.service.rolledback.0.2.0'>, Subject<{ readonly environment: Reference; readonly artifactId: string }> & Typed<'service'>>;
  'dev.cdevents.service.upgraded.0.2.0': CDEventOf<Context04<'dev.cdevents.service.upgraded.0.2.0'>, Subject<{ readonly environment: Reference; readonly artifactId: string }> & Typed<'service'>>;
  'dev.cdevents.taskrun.finished.0.2.0': CDEventOf<Context04<'dev.cdevents.taskrun.finished.0.2.0'>, Subject<{ readonly taskName?: string; readonly url?: string; readonly pipelineRun?: Reference; readonly outcome?: string; readonly errors?: string }> & Typed<'taskRun'>>;
  'dev.cdevents.taskrun.started.0.2.0': CDEventOf<Context04<'dev.cdevents.taskrun.started.0.2.0'>, Subject<{ readonly taskName?: string; readonly url?: string; readonly pipelineRun?: Reference }> & Typed<'taskRun'>>;
  'dev.cdevents.testcaserun.finished.0.2.0': CDEventOf<Context04<'dev.cdevents.testcaserun.finished.0.2.0'>, Subject<{ readonly outcome: 'pass' | 'fail' | 'cancel' | 'error'; readonly severity?: 'low' | 'medium' | 'high' | 'critical'; readonly reason?: string; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }> & Typed<'testCaseRun'>>;
  'dev.cdevents.testcaserun.queued.0.2.0': CDEventOf<Context04<'dev.cdevents.testcaserun.queued.0.2.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }> & Typed<'testCaseRun'>>;
  'dev.cdevents.testcaserun.skipped.0.1.0': CDEventOf<Context04<'dev.cdevents.testcaserun.skipped.0.1.0'>, Subject<{ readonly reason?: string; readonly environment?: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }> & Typed<'testCaseRun'>>;
  'dev.cdevents.testcaserun.started.0.2.0': CDEventOf<Context04<'dev.cdevents.testcaserun.started.0.2.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }> & Typed<'testCaseRun'>>;
  'dev.cdevents.testoutput.published.0.2.0': CDEventOf<Context04<'dev.cdevents.testoutput.published.0.2.0'>, Subject<{ readonly outputType: 'report' | 'video' | 'image' | 'log' | 'other'; readonly format: string; readonly uri?: string; readonly testCaseRun?: Reference }> & Typed<'testOutput'>>;
  'dev.cdevents.testsuiterun.finished.0.2.0': CDEventOf<Context04<'dev.cdevents.testsuiterun.finished.0.2.0'>, Subject<{ readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly uri?: string }; readonly outcome: 'pass' | 'fail' | 'cancel' | 'error'; readonly severity?: 'low' | 'medium' | 'high' | 'critical'; readonly reason?: string }> & Typed<'testSuiteRun'>>;
  'dev.cdevents.testsuiterun.queued.0.2.0': CDEventOf<Context04<'dev.cdevents.testsuiterun.queued.0.2.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly url?: string } }> & Typed<'testSuiteRun'>>;
  'dev.cdevents.testsuiterun.started.0.2.0': CDEventOf<Context04<'dev.cdevents.testsuiterun.started.0.2.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly uri?: string } }> & Typed<'testSuiteRun'>>;
  'dev.cdevents.ticket.closed.0.1.0': CDEventOf<Context04<'dev.cdevents.ticket.closed.0.1.0'>, Subject<{ readonly summary?: string; readonly ticketType?: 'bug' | 'enhancement' | 'incident' | 'task' | 'question' | (string & {}); readonly group?: string; readonly creator?: string; readonly assignees?: readonly string[]; readonly priority?: 'low' | 'medium' | 'high' | (string & {}); readonly labels?: readonly string[]; readonly milestone?: string; readonly uri: string; readonly resolution: 'completed' | 'withdrawn' | 'duplicate' | (string & {}); readonly updatedBy?: string }> & Typed<'ticket'>>;
  'dev.cdevents.ticket.created.0.1.0': CDEventOf<Context04<'dev.cdevents.ticket.created.0.1.0'>, Subject<{ readonly summary: string; readonly ticketType?: 'bug' | 'enhancement' | 'incident' | 'task' | 'question' | (string & {}); readonly group?: string; readonly creator: string; readonly assignees?: readonly string[]; readonly priority?: 'low' | 'medium' | 'high' | (string & {}); readonly labels?: readonly string[]; readonly milestone?: string; readonly uri: string }> & Typed<'ticket'>>;
  'dev.cdevents.ticket.updated.0.1.0': CDEventOf<Context04<'dev.cdevents.ticket.updated.0.1.0'>, Subject<{ readonly summary?: string; readonly ticketType?: 'bug' | 'enhancement' | 'incident' | 'task' | 'question' | (string & {}); readonly group?: string; readonly creator?: string; readonly assignees?: readonly string[]; readonly priority?: 'low' | 'medium' | 'high' | (string & {}); readonly labels?: readonly string[]; readonly milestone?: string; readonly updatedBy?: string; readonly uri: string }> & Typed<'ticket'>>;
  'dev.cdevents.artifact.deleted.0.2.0': CDEventOf<Context05<'dev.cdevents.artifact.deleted.0.2.0'>, Subject<{ readonly user?: string }>>;
  'dev.cdevents.artifact.downloaded.0.2.0': CDEventOf<Context05<'dev.cdevents.artifact.downloaded.0.2.0'>, Subject<{ readonly user?: string }>>;
  'dev.cdevents.artifact.packaged.0.3.0': CDEventOf<Context05<'dev.cdevents.artifact.packaged.0.3.0'>, Subject<{ readonly change: Reference; readonly sbom?: { readonly uri: string } }>>;
  'dev.cdevents.artifact.published.0.3.0': CDEventOf<Context05<'dev.cdevents.artifact.published.0.3.0'>, Subject<{ readonly sbom?: { readonly uri: string }; readonly user?: string }>>;
  'dev.cdevents.artifact.signed.0.3.0': CDEventOf<Context05<'dev.cdevents.artifact.signed.0.3.0'>, Subject<{ readonly signature: string }>>;
  'dev.cdevents.branch.created.0.3.0': CDEventOf<Context05<'dev.cdevents.branch.created.0.3.0'>, Subject<{ readonly repository?: Reference }>>;
  'dev.cdevents.branch.deleted.0.3.0': CDEventOf<Context05<'dev.cdevents.branch.deleted.0.3.0'>, Subject<{ readonly repository?: Reference }>>;
  'dev.cdevents.build.finished.0.3.0': CDEventOf<Context05<'dev.cdevents.build.finished.0.3.0'>, Subject<{ readonly artifactId?: string }>>;
  'dev.cdevents.build.queued.0.3.0': CDEventOf<Context05<'dev.cdevents.build.queued.0.3.0'>, Subject<Empty>>;
  'dev.cdevents.build.started.0.3.0': CDEventOf<Context05<'dev.cdevents.build.started.0.3.0'>, Subject<Empty>>;
  'dev.cdevents.change.abandoned.0.3.0': CDEventOf<Context05<'dev.cdevents.change.abandoned.0.3.0'>, Subject<{ readonly repository?: Reference }>>;
  'dev.cdevents.change.created.0.4.0': CDEventOf<Context05<'dev.cdevents.change.created.0.4.0'>, Subject<{ readonly description?: string; readonly repository?: Reference }>>;
  'dev.cdevents.change.merged.0.3.0': CDEventOf<Context05<'dev.cdevents.change.merged.0.3.0'>, Subject<{ readonly repository?: Reference }>>;
  'dev.cdevents.change.reviewed.0.3.0': CDEventOf<Context05<'dev.cdevents.change.reviewed.0.3.0'>, Subject<{ readonly repository?: Reference }>>;
  'dev.cdevents.change.updated.0.3.0': CDEventOf<Context05<'dev.cdevents.change.updated.0.3.0'>, Subject<{ readonly repository?: Reference }>>;
  'dev.cdevents.environment.created.0.3.0': CDEventOf<Context05<'dev.cdevents.environment.created.0.3.0'>, Subject<{ readonly name?: string; readonly uri?: string }>>;
  'dev.cdevents.environment.deleted.0.3.0': CDEventOf<Context05<'dev.cdevents.environment.deleted.0.3.0'>, Subject<{ readonly name?: string }>>;
  'dev.cdevents.environment.modified.0.3.0': CDEventOf<Context05<'dev.cdevents.environment.modified.0.3.0'>, Subject<{ readonly name?: string; readonly uri?: string }>>;
  'dev.cdevents.incident.detected.0.3.0': CDEventOf<Context05<'dev.cdevents.incident.detected.0.3.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly service?: Reference; readonly artifactId?: string }>>;
  'dev.cdevents.incident.reported.0.3.0': CDEventOf<Context05<'dev.cdevents.incident.reported.0.3.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly ticketURI: string; readonly service?: Reference; readonly artifactId?: string }>>;
  'dev.cdevents.incident.resolved.0.3.0': CDEventOf<Context05<'dev.cdevents.incident.resolved.0.3.0'>, Subject<{ readonly description?: string; readonly environment: Reference; readonly service?: Reference; readonly artifactId?: string }>>;
  'dev.cdevents.pipelinerun.finished.0.3.0': CDEventOf<Context05<'dev.cdevents.pipelinerun.finished.0.3.0'>, Subject<{ readonly pipelineName?: string; readonly uri?: string; readonly outcome?: 'success' | 'failure' | 'cancel' | 'error'; readonly errors?: string }>>;
  'dev.cdevents.pipelinerun.queued.0.3.0': CDEventOf<Context05<'dev.cdevents.pipelinerun.queued.0.3.0'>, Subject<{ readonly pipelineName?: string; readonly uri?: string }>>;
  'dev.cdevents.pipelinerun.started.0.3.0': CDEventOf<Context05<'dev.cdevents.pipelinerun.started.0.3.0'>, Subject<{ readonly pipelineName: string; readonly uri: string }>>;
  'dev.cdevents.repository.created.0.3.0': CDEventOf<Context05<'dev.cdevents.repository.created.0.3.0'>, Subject<{ readonly name: string; readonly owner?: string; readonly uri: string; readonly viewUrl?: string }>>;
  'dev.cdevents.repository.deleted.0.3.0': CDEventOf<Context05<'dev.cdevents.repository.deleted.0.3.0'>, Subject<{ readonly name?: string; readonly owner?: string; readonly uri?: string; readonly viewUrl?: string }>>;
  'dev.cdevents.repository.modified.0.3.0': CDEventOf<Context05<'dev.cdevents.repository.modified.0.3.0'>, Subject<{ readonly name?: string; readonly owner?: string; readonly uri?: string; readonly viewUrl?: string }>>;
  'dev.cdevents.service.deployed.0.3.0': CDEventOf<Context05<'dev.cdevents.service.deployed.0.3.0'>, Subject<{ readonly environment: Reference; readonly artifactId: string }>>;
  'dev.cdevents.service.published.0.3.0': CDEventOf<Context05<'dev.cdevents.service.published.0.3.0'>, Subject<{ readonly environment?: Reference }>>;
  'dev.cdevents.service.removed.0.3.0': CDEventOf<Context05<'dev.cdevents.service.removed.0.3.0'>, Subject<{ readonly environment?: Reference }>>;
  'dev.cdevents.service.rolledback.0.3.0': CDEventOf<Context05<'dev.cdevents.service.rolledback.0.3.0'>, Subject<{ readonly environment: Reference; readonly artifactId: string }>>;
  'dev.cdevents.service.upgraded.0.3.0': CDEventOf<Context05<'dev.cdevents.service.upgraded.0.3.0'>, Subject<{ readonly environment: Reference; readonly artifactId: string }>>;
  'dev.cdevents.taskrun.finished.0.3.0': CDEventOf<Context05<'dev.cdevents.taskrun.finished.0.3.0'>, Subject<{ readonly taskName?: string; readonly uri?: string; readonly pipelineRun?: Reference; readonly outcome?: string; readonly errors?: string }>>;
  'dev.cdevents.taskrun.started.0.3.0': CDEventOf<Context05<'dev.cdevents.taskrun.started.0.3.0'>, Subject<{ readonly taskName?: string; readonly uri?: string; readonly pipelineRun?: Reference }>>;
  'dev.cdevents.testcaserun.finished.0.3.0': CDEventOf<Context05<'dev.cdevents.testcaserun.finished.0.3.0'>, Subject<{ readonly outcome: 'success' | 'failure' | 'cancel' | 'error'; readonly severity?: 'low' | 'medium' | 'high' | 'critical'; readonly reason?: string; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }>>;
  'dev.cdevents.testcaserun.queued.0.3.0': CDEventOf<Context05<'dev.cdevents.testcaserun.queued.0.3.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }>>;
  'dev.cdevents.testcaserun.skipped.0.2.0': CDEventOf<Context05<'dev.cdevents.testcaserun.skipped.0.2.0'>, Subject<{ readonly reason?: string; readonly environment?: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }>>;
  'dev.cdevents.testcaserun.started.0.3.0': CDEventOf<Context05<'dev.cdevents.testcaserun.started.0.3.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuiteRun?: Reference; readonly testCase?: { readonly id: string; readonly version?: string; readonly name?: string; readonly type?: 'performance' | 'functional' | 'unit' | 'security' | 'compliance' | 'integration' | 'e2e' | 'other'; readonly uri?: string } }>>;
  'dev.cdevents.testoutput.published.0.3.0': CDEventOf<Context05<'dev.cdevents.testoutput.published.0.3.0'>, Subject<{ readonly outputType: 'report' | 'video' | 'image' | 'log' | 'other'; readonly format: string; readonly uri?: string; readonly testCaseRun?: Reference }>>;
  'dev.cdevents.testsuiterun.finished.0.3.0': CDEventOf<Context05<'dev.cdevents.testsuiterun.finished.0.3.0'>, Subject<{ readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly uri?: string }; readonly outcome: 'success' | 'failure' | 'cancel' | 'error'; readonly severity?: 'low' | 'medium' | 'high' | 'critical'; readonly reason?: string }>>;
  'dev.cdevents.testsuiterun.queued.0.3.0': CDEventOf<Context05<'dev.cdevents.testsuiterun.queued.0.3.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly uri?: string } }>>;
  'dev.cdevents.testsuiterun.started.0.3.0': CDEventOf<Context05<'dev.cdevents.testsuiterun.started.0.3.0'>, Subject<{ readonly trigger?: { readonly type?: 'manual' | 'pipeline' | 'event' | 'schedule' | 'other'; readonly uri?: string }; readonly environment: Reference; readonly testSuite?: { readonly id: string; readonly version?: string; readonly name?: string; readonly uri?: string } }>>;
  'dev.cdevents.ticket.closed.0.2.0': CDEventOf<Context05<'dev.cdevents.ticket.closed.0.2.0'>, Subject<{ readonly summary?: string; readonly ticketType?: 'bug' | 'enhancement' | 'incident' | 'task' | 'question' | (string & {}); readonly group?: string; readonly creator?: string; readonly assignees?: readonly string[]; readonly priority?: 'low' | 'medium' | 'high' | (string & {}); readonly labels?: readonly string[]; readonly milestone?: string; readonly uri: string; readonly resolution: 'completed' | 'withdrawn' | 'duplicate' | (string & {}); readonly updatedBy?: string }> & { readonly type?: 'ticket' }>;
  'dev.cdevents.ticket.created.0.2.0': CDEventOf<Context05<'dev.cdevents.ticket.created.0.2.0'>, Subject<{ readonly summary: string; readonly ticketType?: 'bug' | 'enhancement' | 'incident' | 'task' | 'question' | (string & {}); readonly group?: string; readonly creator: string; readonly assignees?: readonly string[]; readonly priority?: 'low' | 'medium' | 'high' | (string & {}); readonly labels?: readonly string[]; readonly milestone?: string; readonly uri: string }>>;
  'dev.cdevents.ticket.updated.0.2.0': CDEventOf<Context05<'dev.cdevents.ticket.updated.0.2.0'>, Subject<{ readonly summary?: string; readonly ticketType?: 'bug' | 'enhancement' | 'incident' | 'task' | 'question' | (string & {}); readonly group?: string; readonly creator?: string; readonly assignees?: readonly string[]; readonly priority?: 'low' | 'medium' | 'high' | (string & {}); readonly labels?: readonly string[]; readonly milestone?: string; readonly updatedBy?: string; readonly uri: string }>>;
}

export type CDEventType = keyof CDEventTypes;

/** Any CDEvent. */
export type CDEvent = CDEventTypes[CDEventType] | CustomCDEvent;
