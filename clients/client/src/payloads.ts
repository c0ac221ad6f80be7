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

/** Who did it, as an audit log says; what is not known is null. */
export interface UserIdentity {
  readonly type: string | null;
  readonly user_name: string | null;
  readonly arn: string | null;
  readonly account_id: string | null;
  readonly principal_id: string | null;
}

/** A resource was changed in a cloud, and Terraform does not know of it. What is not known is null. */
export interface Drift {
  readonly severity: Severity;
  /** Whether the state knows the resource, does not know it, or could not be asked. */
  readonly alert_type: 'drift' | 'unmanaged' | 'unverified';
  readonly resource_type: string;
  readonly resource_id: string | null;
  readonly resource_name: string | null;
  /** In the configuration, such as `aws_security_group.web`. */
  readonly resource_address: string | null;
  readonly action: 'created' | 'modified' | 'deleted' | 'attached' | 'detached' | null;
  readonly attribute: string | null;
  readonly old_value: unknown;
  readonly new_value: unknown;
  readonly user_identity: UserIdentity;
  /** The call, such as `AuthorizeSecurityGroupIngress`. */
  readonly event_name: string;
  readonly provider: 'aws' | 'gcp' | 'azure';
  readonly matched_rules: readonly string[];
  /** RFC 3339. */
  readonly timestamp: string;
}

/** An alert of Falco; what it does not say is left out. */
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
  readonly user_identity?: { readonly [Member in keyof UserIdentity]?: string };
  /** Falco's output fields. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A resource in the state of Terraform changed. */
export interface StateChange {
  /** Its address, such as `aws_iam_policy.example`. */
  readonly resource: string;
  readonly action: 'created' | 'modified' | 'deleted';
  /** That of the state after the change. */
  readonly serial: number;
  /** By the path of the attribute. */
  readonly changes: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>;
}
