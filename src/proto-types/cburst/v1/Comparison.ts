// Original file: proto/cburst/v1/ops.proto

import type { ComparisonOutcome as _cburst_v1_ComparisonOutcome, ComparisonOutcome__Output as _cburst_v1_ComparisonOutcome__Output } from '../../cburst/v1/ComparisonOutcome.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * How a comparison of all that two servers share ended.
 */
export interface Comparison {
  /**
   * When, Unix milliseconds.
   */
  'time'?: (number | string | Long);
  /**
   * What came out.
   */
  'outcome'?: (_cburst_v1_ComparisonOutcome);
  /**
   * Documents that were compared and are equal; of a comparison that ended EQUAL.
   */
  'equal_documents'?: (number);
  /**
   * Documents that differed and that this side sent.
   */
  'sent_documents'?: (number);
  /**
   * Documents that differ because a rule or an operator keeps them so.
   */
  'differing_by_rule'?: (number);
  /**
   * True when there may be more differences, for the next comparison to find.
   */
  'more'?: (boolean);
  /**
   * Why it failed: `refused`, `nonsense`, `superseded`, `abandoned` or `overtaken`. Empty: it did not.
   */
  'failure'?: (string);
}

/**
 * How a comparison of all that two servers share ended.
 */
export interface Comparison__Output {
  /**
   * When, Unix milliseconds.
   */
  'time': (number);
  /**
   * What came out.
   */
  'outcome': (_cburst_v1_ComparisonOutcome__Output);
  /**
   * Documents that were compared and are equal; of a comparison that ended EQUAL.
   */
  'equal_documents': (number);
  /**
   * Documents that differed and that this side sent.
   */
  'sent_documents': (number);
  /**
   * Documents that differ because a rule or an operator keeps them so.
   */
  'differing_by_rule': (number);
  /**
   * True when there may be more differences, for the next comparison to find.
   */
  'more': (boolean);
  /**
   * Why it failed: `refused`, `nonsense`, `superseded`, `abandoned` or `overtaken`. Empty: it did not.
   */
  'failure': (string);
}
