/** An event as services write it to topics: `{ id, type, source, timestamp, data }`. */
export interface Envelope<Data = unknown, Type extends string = string> {
  readonly id: string;
  readonly type: Type;
  readonly source: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly data: Data;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Who did it, as the cloud's audit log says. */
export interface UserIdentity {
  readonly type: string;
  readonly user_name?: string;
  readonly arn?: string;
  readonly account_id?: string;
  readonly principal_id?: string;
}

/** A resource was changed outside of Terraform. */
export interface Drift {
  readonly severity: Severity;
  readonly resource_type: string;
  readonly resource_id: string;
  readonly resource_name?: string;
  readonly resource_address?: string;
  readonly attribute?: string;
  readonly old_value?: unknown;
  readonly new_value?: unknown;
  readonly user_identity?: UserIdentity;
  readonly event_name?: string;
  readonly matched_rules?: readonly string[];
  /** RFC 3339. */
  readonly timestamp: string;
  readonly alert_type?: string;
}

/** An alert of Falco. */
export interface FalcoAlert {
  readonly severity: Severity;
  /** As Falco has it: `Emergency` to `Debug`. */
  readonly priority: string;
  readonly rule: string;
  readonly output: string;
  readonly source?: string;
  readonly hostname?: string;
  readonly tags?: readonly string[];
  /** RFC 3339. */
  readonly time: string;
  readonly container_id?: string;
  readonly user_identity?: UserIdentity;
  /** Falco's output fields. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A resource in the state of Terraform changed. */
export interface StateChange {
  /** Its address, such as `aws_iam_policy.example`. */
  readonly resource: string;
  readonly action: 'created' | 'modified' | 'deleted';
  /** That of the state after the change. */
  readonly serial: number;
  /** By the path of the attribute. */
  readonly changes?: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>;
}
