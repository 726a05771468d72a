export { normaliseEmail } from './addresses/email.js';
export { normalisePhone, phoneKind } from './addresses/phone.js';
export { ClaimTooOld } from './channels/provider.js';
export type { LookUp, MessageProvider, OutgoingMessage } from './channels/provider.js';
export { smtpProvider } from './channels/smtp/smtp-provider.js';
export type { SmtpSettings } from './channels/smtp/smtp-provider.js';
export { twilioProvider } from './channels/twilio/twilio-provider.js';
export type { TwilioSettings } from './channels/twilio/twilio-provider.js';
export { isTwilioSignature } from './channels/twilio/signature.js';
export { twilioStatus } from './channels/twilio/twilio-status.js';
export type { StatusMeaning } from './channels/twilio/twilio-status.js';
export { ContactHoursWrong } from './contact-hours/contact-hours-wrong.js';
export { holidaysOf } from './contact-hours/holidays.js';
export { whereaboutsBy } from './contact-hours/whereabouts-by.js';
export { parseContactHours, readContactHours } from './contact-hours/read-contact-hours.js';
export {
  HANDOFF_CHANNELS,
  INTERVENTION_OWNERS,
  interventionsOf,
  JOURNEY_STAGES,
  type Intervention,
} from './playbooks/intervention.js';
export type { Playbook, PlaybookSequence, PlaybookTemplate, TalkStep, TalkTrack } from './playbooks/playbook.js';
export { PlaybooksWrong, readPlaybooks } from './playbooks/read-playbooks.js';
export { readShippedCare } from './playbooks/read-shipped-care.js';
export { talkTrackFor } from './playbooks/talk-track.js';
export { checkOutgoing } from './templates/check-outgoing.js';
export type { MadeMessage } from './templates/check-outgoing.js';
export { factDate } from './templates/fact-value.js';
export { TEMPLATE_FIELDS, isTemplateField } from './templates/fields.js';
export type { FactValue, FieldClass, TemplateFacts, TemplateField, TemplateFieldKind } from './templates/fields.js';
export { helpAnswer, optInConfirmation, optOutConfirmation, withOptOutLine } from './templates/fixed-wording.js';
export { checkTemplate, lintTemplate } from './templates/lint-template.js';
export type { TemplateCheck } from './templates/lint-template.js';
export { mailHtml, mailText, unsubscribeHeaders } from './templates/mail-parts.js';
export type { MailContent } from './templates/mail-parts.js';
export { renderTemplate } from './templates/render-template.js';
export { smsSegments } from './templates/sms-segments.js';
export type { SmsLength } from './templates/sms-segments.js';
export type { Rendered, TemplateText } from './templates/template.js';
