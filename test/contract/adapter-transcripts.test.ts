import { adapterTranscripts } from './adapter-transcripts.ts';
import { hybridTranscript } from './transcript-hybrid.ts';
import { inspircdTranscript } from './transcript-inspircd.ts';
import { ngircdTranscript } from './transcript-ngircd.ts';

adapterTranscripts('InspIRCd', inspircdTranscript);
adapterTranscripts('ngIRCd', ngircdTranscript);
adapterTranscripts('ircd-hybrid', hybridTranscript);
