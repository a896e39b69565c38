// Original file: proto/cburst/v1/channel.proto

import type { TopicField as _cburst_v1_TopicField, TopicField__Output as _cburst_v1_TopicField__Output } from '../../cburst/v1/TopicField.ts';
import type { FlagField as _cburst_v1_FlagField, FlagField__Output as _cburst_v1_FlagField__Output } from '../../cburst/v1/FlagField.ts';
import type { JoinKeyField as _cburst_v1_JoinKeyField, JoinKeyField__Output as _cburst_v1_JoinKeyField__Output } from '../../cburst/v1/JoinKeyField.ts';
import type { LimitField as _cburst_v1_LimitField, LimitField__Output as _cburst_v1_LimitField__Output } from '../../cburst/v1/LimitField.ts';
import type { ParameterField as _cburst_v1_ParameterField, ParameterField__Output as _cburst_v1_ParameterField__Output } from '../../cburst/v1/ParameterField.ts';
import type { EntryField as _cburst_v1_EntryField, EntryField__Output as _cburst_v1_EntryField__Output } from '../../cburst/v1/EntryField.ts';
import type { MetadataField as _cburst_v1_MetadataField, MetadataField__Output as _cburst_v1_MetadataField__Output } from '../../cburst/v1/MetadataField.ts';

/**
 * One settable thing of a channel together with its value. In a state every field that is absent is unset;
 * in a change the named field has got this value.
 */
export interface Field {
  /**
   * The topic.
   */
  'topic'?: (_cburst_v1_TopicField | null);
  /**
   * A mode without a parameter.
   */
  'flag'?: (_cburst_v1_FlagField | null);
  /**
   * The key.
   */
  'join_key'?: (_cburst_v1_JoinKeyField | null);
  /**
   * The user limit.
   */
  'limit'?: (_cburst_v1_LimitField | null);
  /**
   * A mode with a parameter.
   */
  'parameter'?: (_cburst_v1_ParameterField | null);
  /**
   * A list entry.
   */
  'entry'?: (_cburst_v1_EntryField | null);
  /**
   * A metadata entry.
   */
  'metadata'?: (_cburst_v1_MetadataField | null);
  /**
   * Which field it is.
   */
  'field'?: "topic"|"flag"|"join_key"|"limit"|"parameter"|"entry"|"metadata";
}

/**
 * One settable thing of a channel together with its value. In a state every field that is absent is unset;
 * in a change the named field has got this value.
 */
export interface Field__Output {
  /**
   * The topic.
   */
  'topic'?: (_cburst_v1_TopicField__Output | null);
  /**
   * A mode without a parameter.
   */
  'flag'?: (_cburst_v1_FlagField__Output | null);
  /**
   * The key.
   */
  'join_key'?: (_cburst_v1_JoinKeyField__Output | null);
  /**
   * The user limit.
   */
  'limit'?: (_cburst_v1_LimitField__Output | null);
  /**
   * A mode with a parameter.
   */
  'parameter'?: (_cburst_v1_ParameterField__Output | null);
  /**
   * A list entry.
   */
  'entry'?: (_cburst_v1_EntryField__Output | null);
  /**
   * A metadata entry.
   */
  'metadata'?: (_cburst_v1_MetadataField__Output | null);
  /**
   * Which field it is.
   */
  'field'?: "topic"|"flag"|"join_key"|"limit"|"parameter"|"entry"|"metadata";
}
