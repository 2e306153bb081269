-- The schema after the last migration, from the catalog; for reading and for comparing, not for running.

CREATE TABLE account (
  id text NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  language text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone,
  CONSTRAINT account_email_check CHECK ((email = lower(email))),
  CONSTRAINT account_email_key UNIQUE (email),
  CONSTRAINT account_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT account_pkey PRIMARY KEY (id)
);

CREATE TABLE api_key (
  id text NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL,
  retailer text NOT NULL,
  campaign text,
  scopes text[] NOT NULL,
  public_key bytea,
  made_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used date,
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE api_key_nonce (
  key_id text NOT NULL,
  nonce text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT api_key_nonce_pkey PRIMARY KEY (key_id, nonce)
);

CREATE TABLE appeal (
  id text NOT NULL,
  relay_id text,
  campaign_id text NOT NULL,
  state text NOT NULL,
  why text,
  email text,
  language text NOT NULL,
  refused_by text,
  refused_reason text,
  claimed_at timestamp with time zone NOT NULL,
  made_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  decided_by text,
  decided_name text,
  words text,
  CONSTRAINT appeal_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  CONSTRAINT appeal_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT appeal_pkey PRIMARY KEY (id),
  CONSTRAINT appeal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text])))
);

CREATE TABLE attendance (
  sign_up_id text NOT NULL,
  shift_id text NOT NULL,
  campaign_id text NOT NULL,
  person bigint NOT NULL,
  company text,
  arrived_at timestamp with time zone NOT NULL,
  minutes integer,
  credited_minutes integer,
  credited_company text,
  units bigint NOT NULL DEFAULT 0,
  CONSTRAINT attendance_minutes_check CHECK (((minutes >= 0) AND (minutes <= 1440))),
  CONSTRAINT attendance_pkey PRIMARY KEY (sign_up_id),
  CONSTRAINT attendance_sign_up_id_fkey FOREIGN KEY (sign_up_id) REFERENCES sign_up(id),
  CONSTRAINT attendance_units_check CHECK ((units >= 0))
);

CREATE TABLE audit_event (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL,
  account_id text,
  name text NOT NULL,
  organisation text,
  campaign text,
  action text NOT NULL,
  subject text,
  details jsonb,
  CONSTRAINT audit_event_pkey PRIMARY KEY (id)
);

CREATE TABLE campaign (
  id text NOT NULL,
  slug text NOT NULL,
  charity_id text NOT NULL,
  operator_id text NOT NULL,
  unit text NOT NULL,
  dialogue_opens timestamp with time zone,
  opens timestamp with time zone NOT NULL,
  closes timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  relay_per_site integer,
  relay_review text NOT NULL,
  relay_recheck_after_days integer NOT NULL,
  relay_on_removal text NOT NULL,
  content jsonb NOT NULL,
  imported_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  relay_appeal_days integer NOT NULL DEFAULT 7,
  CONSTRAINT campaign_charity_id_fkey FOREIGN KEY (charity_id) REFERENCES organisation(id),
  CONSTRAINT campaign_check CHECK ((closes > opens)),
  CONSTRAINT campaign_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES organisation(id),
  CONSTRAINT campaign_pkey PRIMARY KEY (id),
  CONSTRAINT campaign_relay_appeal_days_check CHECK ((relay_appeal_days > 0)),
  CONSTRAINT campaign_relay_on_removal_check CHECK ((relay_on_removal = ANY (ARRAY['keep'::text, 'reverse'::text]))),
  CONSTRAINT campaign_relay_per_site_check CHECK ((relay_per_site > 0)),
  CONSTRAINT campaign_relay_recheck_after_days_check CHECK ((relay_recheck_after_days > 0)),
  CONSTRAINT campaign_relay_review_check CHECK ((relay_review = ANY (ARRAY['none'::text, 'first'::text, 'all'::text]))),
  CONSTRAINT campaign_slug_check CHECK ((slug ~ '^[a-z0-9-]+$'::text)),
  CONSTRAINT campaign_slug_key UNIQUE (slug)
);

CREATE TABLE campaign_count (
  campaign_id text NOT NULL,
  relays bigint NOT NULL DEFAULT 0,
  last_number bigint NOT NULL DEFAULT 0,
  purchases bigint NOT NULL DEFAULT 0,
  volunteers bigint NOT NULL DEFAULT 0,
  CONSTRAINT campaign_count_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT campaign_count_check CHECK ((last_number >= relays)),
  CONSTRAINT campaign_count_pkey PRIMARY KEY (campaign_id),
  CONSTRAINT campaign_count_purchases_check CHECK ((purchases >= 0)),
  CONSTRAINT campaign_count_relays_check CHECK ((relays >= 0)),
  CONSTRAINT campaign_count_volunteers_check CHECK ((volunteers >= 0))
);

CREATE TABLE campaign_draft (
  slug text NOT NULL,
  operator text NOT NULL,
  file jsonb NOT NULL,
  base text,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT campaign_draft_pkey PRIMARY KEY (slug),
  CONSTRAINT campaign_draft_revision_check CHECK ((revision > 0)),
  CONSTRAINT campaign_draft_slug_check CHECK ((slug ~ '^[a-z0-9-]{1,64}$'::text))
);

CREATE TABLE campaign_organisation (
  campaign_id text NOT NULL,
  organisation_id text NOT NULL,
  position integer NOT NULL,
  CONSTRAINT campaign_organisation_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT campaign_organisation_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  CONSTRAINT campaign_organisation_pkey PRIMARY KEY (campaign_id, organisation_id)
);

CREATE TABLE charity_signature (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  slug text NOT NULL,
  kind text NOT NULL,
  charity text NOT NULL,
  digest bytea NOT NULL,
  scope jsonb,
  by_name text NOT NULL,
  account_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT charity_signature_kind_check CHECK ((kind = ANY (ARRAY['charter'::text, 'consent'::text]))),
  CONSTRAINT charity_signature_pkey PRIMARY KEY (id)
);

CREATE TABLE charter_finding (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  slug text NOT NULL,
  partner text NOT NULL,
  criterion text NOT NULL,
  result text NOT NULL,
  note jsonb,
  document text,
  by_name text NOT NULL,
  account_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT charter_finding_pkey PRIMARY KEY (id),
  CONSTRAINT charter_finding_result_check CHECK ((result = ANY (ARRAY['met'::text, 'partly'::text, 'not-met'::text])))
);

CREATE TABLE check_in (
  shift_id text NOT NULL,
  id text NOT NULL,
  sign_up_id text NOT NULL,
  kind text NOT NULL,
  at timestamp with time zone NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  CONSTRAINT check_in_kind_check CHECK ((kind = ANY (ARRAY['in'::text, 'undo'::text]))),
  CONSTRAINT check_in_pkey PRIMARY KEY (shift_id, id),
  CONSTRAINT check_in_sign_up_id_fkey FOREIGN KEY (sign_up_id) REFERENCES sign_up(id)
);

CREATE TABLE credit (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  campaign_id text NOT NULL,
  mechanic text NOT NULL,
  subject text NOT NULL,
  attempt integer NOT NULL DEFAULT 1,
  units bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  leaf_index bigint,
  due_at timestamp with time zone,
  CONSTRAINT credit_campaign_id_mechanic_subject_attempt_key UNIQUE (campaign_id, mechanic, subject, attempt),
  CONSTRAINT credit_pkey PRIMARY KEY (id),
  CONSTRAINT credit_units_check CHECK ((units >= 0))
);

CREATE TABLE credit_part (
  credit_id bigint NOT NULL,
  transfer_id bigint NOT NULL,
  units bigint NOT NULL,
  terms_version integer NOT NULL,
  pledge_id text NOT NULL,
  CONSTRAINT credit_part_pkey PRIMARY KEY (credit_id, transfer_id),
  CONSTRAINT credit_part_units_check CHECK ((units > 0))
);

CREATE TABLE data_request (
  id text NOT NULL,
  relay_id text NOT NULL,
  way text NOT NULL,
  state text NOT NULL,
  token text NOT NULL,
  key_hash bytea,
  language text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  checked_at timestamp with time zone,
  CONSTRAINT data_request_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT data_request_pkey PRIMARY KEY (id),
  CONSTRAINT data_request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'checking'::text, 'proven'::text, 'not_found'::text, 'unreachable'::text]))),
  CONSTRAINT data_request_token_key UNIQUE (token),
  CONSTRAINT data_request_way_check CHECK ((way = ANY (ARRAY['post'::text, 'email'::text])))
);

CREATE TABLE delivery (
  id text NOT NULL,
  campaign_id text NOT NULL,
  units bigint NOT NULL,
  what text NOT NULL,
  place text NOT NULL,
  delivered_on date NOT NULL,
  document text,
  at timestamp with time zone NOT NULL,
  account_id text,
  CONSTRAINT delivery_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT delivery_pkey PRIMARY KEY (id),
  CONSTRAINT delivery_units_check CHECK ((units > 0))
);

CREATE TABLE dialogue_answer (
  id text NOT NULL,
  campaign_id text NOT NULL,
  about text NOT NULL,
  organisation text NOT NULL,
  by_name text NOT NULL,
  account_id text,
  body text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT dialogue_answer_pkey PRIMARY KEY (id)
);

CREATE TABLE erasure (
  relay_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT erasure_pkey PRIMARY KEY (relay_id)
);

CREATE TABLE erasure_key (
  campaign_id text NOT NULL,
  key bytea NOT NULL,
  CONSTRAINT erasure_key_pkey PRIMARY KEY (campaign_id)
);

CREATE TABLE fediverse_actor (
  id text NOT NULL,
  key_id text NOT NULL,
  key_pem text NOT NULL,
  inbox text NOT NULL,
  site text NOT NULL,
  name text,
  fetched_at timestamp with time zone NOT NULL,
  CONSTRAINT fediverse_actor_pkey PRIMARY KEY (id)
);

CREATE TABLE fediverse_boost (
  id text NOT NULL,
  actor text NOT NULL,
  note text NOT NULL,
  at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone,
  CONSTRAINT fediverse_boost_pkey PRIMARY KEY (id)
);

CREATE TABLE fediverse_delivery (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  campaign_id text NOT NULL,
  inbox text NOT NULL,
  body text NOT NULL,
  next_at timestamp with time zone NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failing_since timestamp with time zone,
  CONSTRAINT fediverse_delivery_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT fediverse_delivery_pkey PRIMARY KEY (id)
);

CREATE TABLE fediverse_follower (
  campaign_id text NOT NULL,
  actor text NOT NULL,
  inbox text NOT NULL,
  since timestamp with time zone NOT NULL,
  CONSTRAINT fediverse_follower_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT fediverse_follower_pkey PRIMARY KEY (campaign_id, actor)
);

CREATE TABLE fediverse_key (
  campaign_id text NOT NULL,
  public_jwk jsonb NOT NULL,
  sealed bytea NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT fediverse_key_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT fediverse_key_pkey PRIMARY KEY (campaign_id)
);

CREATE TABLE fediverse_note (
  id text NOT NULL,
  campaign_id text NOT NULL,
  kind text NOT NULL,
  milestone bigint NOT NULL,
  words jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT fediverse_note_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT fediverse_note_campaign_id_kind_milestone_key UNIQUE (campaign_id, kind, milestone),
  CONSTRAINT fediverse_note_kind_check CHECK ((kind = ANY (ARRAY['opening'::text, 'milestone'::text, 'closing'::text]))),
  CONSTRAINT fediverse_note_pkey PRIMARY KEY (id)
);

CREATE TABLE fediverse_quote (
  id text NOT NULL,
  campaign_id text NOT NULL,
  note text NOT NULL,
  post text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT fediverse_quote_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT fediverse_quote_note_post_key UNIQUE (note, post),
  CONSTRAINT fediverse_quote_pkey PRIMARY KEY (id)
);

CREATE TABLE fediverse_taken (
  activity text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT fediverse_taken_pkey PRIMARY KEY (activity)
);

CREATE TABLE feed_entry (
  feed_site_id text NOT NULL,
  digest bytea NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  CONSTRAINT feed_entry_feed_site_id_fkey FOREIGN KEY (feed_site_id) REFERENCES feed_site(id) ON DELETE CASCADE,
  CONSTRAINT feed_entry_pkey PRIMARY KEY (feed_site_id, digest)
);

CREATE TABLE feed_hub (
  id text NOT NULL,
  feed_site_id text NOT NULL,
  hub text NOT NULL,
  topic text NOT NULL,
  state text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  tries integer NOT NULL DEFAULT 1,
  lease_until timestamp with time zone,
  told_at timestamp with time zone,
  missed_at timestamp with time zone,
  CONSTRAINT feed_hub_feed_site_id_fkey FOREIGN KEY (feed_site_id) REFERENCES feed_site(id) ON DELETE CASCADE,
  CONSTRAINT feed_hub_feed_site_id_key UNIQUE (feed_site_id),
  CONSTRAINT feed_hub_pkey PRIMARY KEY (id),
  CONSTRAINT feed_hub_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'active'::text, 'stopping'::text, 'stopped'::text])))
);

CREATE TABLE feed_site (
  id text NOT NULL,
  campaign_id text NOT NULL,
  address text NOT NULL,
  site text NOT NULL,
  feed text,
  etag text,
  last_modified text,
  registered_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  removed_at timestamp with time zone,
  polled_at timestamp with time zone,
  changed_at timestamp with time zone,
  failures integer NOT NULL DEFAULT 0,
  problem text,
  next_at timestamp with time zone,
  CONSTRAINT feed_site_campaign_id_address_key UNIQUE (campaign_id, address),
  CONSTRAINT feed_site_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT feed_site_pkey PRIMARY KEY (id)
);

CREATE TABLE hub_subscriber (
  id text NOT NULL,
  topic text NOT NULL,
  callback text NOT NULL,
  secret text,
  lease_until timestamp with time zone,
  asked text,
  asked_secret text,
  asked_lease integer,
  taken bytea,
  next_at timestamp with time zone NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failing_since timestamp with time zone,
  CONSTRAINT hub_subscriber_asked_check CHECK ((asked = ANY (ARRAY['subscribe'::text, 'unsubscribe'::text]))),
  CONSTRAINT hub_subscriber_pkey PRIMARY KEY (id),
  CONSTRAINT hub_subscriber_topic_callback_key UNIQUE (topic, callback)
);

CREATE TABLE journal_access (
  token_hash bytea NOT NULL,
  email text NOT NULL,
  until timestamp with time zone NOT NULL,
  CONSTRAINT journal_access_pkey PRIMARY KEY (token_hash)
);

CREATE TABLE journal_comment (
  id text NOT NULL,
  campaign_id text NOT NULL,
  entry_id text NOT NULL,
  parent_id text,
  place text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  site text,
  body text NOT NULL,
  language text NOT NULL,
  state text NOT NULL,
  reasons text[] NOT NULL DEFAULT '{}'::text[],
  score integer NOT NULL DEFAULT 0,
  token_hash bytea NOT NULL,
  text_hash bytea NOT NULL,
  sender jsonb,
  created_at timestamp with time zone NOT NULL,
  edited_at timestamp with time zone,
  decided_at timestamp with time zone,
  CONSTRAINT journal_comment_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT journal_comment_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES journal_entry(id),
  CONSTRAINT journal_comment_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT journal_comment_pkey PRIMARY KEY (id),
  CONSTRAINT journal_comment_state_check CHECK ((state = ANY (ARRAY['checking'::text, 'held'::text, 'published'::text, 'refused'::text, 'erased'::text]))),
  CONSTRAINT journal_comment_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE journal_edit (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  entry_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  note text NOT NULL,
  title_before text NOT NULL,
  body_before text NOT NULL,
  CONSTRAINT journal_edit_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES journal_entry(id),
  CONSTRAINT journal_edit_pkey PRIMARY KEY (id)
);

CREATE TABLE journal_entry (
  id text NOT NULL,
  campaign_id text NOT NULL,
  slug text NOT NULL,
  language text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  author text NOT NULL,
  comments_open boolean NOT NULL DEFAULT true,
  created_at timestamp with time zone NOT NULL,
  published_at timestamp with time zone,
  changed_at timestamp with time zone NOT NULL,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT journal_entry_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT journal_entry_campaign_id_slug_key UNIQUE (campaign_id, slug),
  CONSTRAINT journal_entry_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT journal_entry_pkey PRIMARY KEY (id)
);

CREATE TABLE journal_follower (
  id text NOT NULL,
  entry_id text NOT NULL,
  email text NOT NULL,
  language text NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  CONSTRAINT journal_follower_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES journal_entry(id),
  CONSTRAINT journal_follower_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT journal_follower_pkey PRIMARY KEY (id),
  CONSTRAINT journal_follower_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE journal_image (
  id text NOT NULL,
  campaign_id text NOT NULL,
  alt text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT journal_image_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT journal_image_pkey PRIMARY KEY (id)
);

CREATE TABLE ledger_account (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  unit text NOT NULL,
  bounded boolean NOT NULL,
  debits_pending bigint NOT NULL DEFAULT 0,
  debits_posted bigint NOT NULL DEFAULT 0,
  credits_pending bigint NOT NULL DEFAULT 0,
  credits_posted bigint NOT NULL DEFAULT 0,
  CONSTRAINT ledger_account_cap CHECK (((NOT bounded) OR ((debits_pending + debits_posted) <= credits_posted))),
  CONSTRAINT ledger_account_credits_pending_check CHECK ((credits_pending >= 0)),
  CONSTRAINT ledger_account_credits_posted_check CHECK ((credits_posted >= 0)),
  CONSTRAINT ledger_account_debits_pending_check CHECK ((debits_pending >= 0)),
  CONSTRAINT ledger_account_debits_posted_check CHECK ((debits_posted >= 0)),
  CONSTRAINT ledger_account_name_key UNIQUE (name),
  CONSTRAINT ledger_account_pkey PRIMARY KEY (id)
);

CREATE TABLE ledger_key (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  digest bytea NOT NULL,
  CONSTRAINT ledger_key_key_key UNIQUE (key),
  CONSTRAINT ledger_key_pkey PRIMARY KEY (id)
);

CREATE TABLE ledger_transfer (
  id bigint NOT NULL,
  debit_account bigint NOT NULL,
  credit_account bigint NOT NULL,
  amount bigint NOT NULL,
  resolves bigint,
  reverses bigint,
  at timestamp with time zone NOT NULL,
  kind "char" NOT NULL,
  CONSTRAINT ledger_transfer_amount_check CHECK ((amount > 0)),
  CONSTRAINT ledger_transfer_check CHECK ((credit_account <> debit_account)),
  CONSTRAINT ledger_transfer_check1 CHECK (((kind = ANY (ARRAY['d'::"char", 'p'::"char", 'o'::"char", 'v'::"char"])) AND ((kind = ANY (ARRAY['o'::"char", 'v'::"char"])) = (resolves IS NOT NULL)))),
  CONSTRAINT ledger_transfer_pkey PRIMARY KEY (id)
);

CREATE TABLE log (
  id text NOT NULL,
  size bigint NOT NULL,
  CONSTRAINT log_pkey PRIMARY KEY (id),
  CONSTRAINT log_size_check CHECK ((size > 0))
);

CREATE TABLE log_cosignature (
  log_id text NOT NULL,
  name text NOT NULL,
  key_id text NOT NULL,
  size bigint NOT NULL,
  line text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT log_cosignature_pkey PRIMARY KEY (log_id, name, key_id)
);

CREATE TABLE log_ended (
  log_id text NOT NULL,
  origin text NOT NULL,
  checkpoint text NOT NULL,
  ended_at timestamp with time zone NOT NULL,
  CONSTRAINT log_ended_pkey PRIMARY KEY (origin)
);

CREATE TABLE log_entries (
  log_id text NOT NULL,
  first_index bigint NOT NULL,
  count integer NOT NULL,
  entries bytea NOT NULL,
  CONSTRAINT log_entries_check CHECK (((count > 0) AND ((first_index / 256) = (((first_index + count) - 1) / 256)))),
  CONSTRAINT log_entries_first_index_check CHECK ((first_index >= 0)),
  CONSTRAINT log_entries_pkey PRIMARY KEY (log_id, first_index)
);

CREATE TABLE log_tile (
  log_id text NOT NULL,
  level integer NOT NULL,
  n bigint NOT NULL,
  hashes bytea NOT NULL,
  CONSTRAINT log_tile_pkey PRIMARY KEY (log_id, level, n)
);

CREATE TABLE log_tree (
  log_id text NOT NULL,
  origin text NOT NULL,
  size bigint NOT NULL DEFAULT 0,
  root bytea NOT NULL,
  keys text[] NOT NULL DEFAULT '{}'::text[],
  published_size bigint,
  published_root bytea,
  checkpoint text,
  published_at timestamp with time zone,
  halted text,
  halted_by text,
  CONSTRAINT log_tree_check CHECK ((published_size <= size)),
  CONSTRAINT log_tree_origin_key UNIQUE (origin),
  CONSTRAINT log_tree_pkey PRIMARY KEY (log_id)
);

CREATE TABLE meeting (
  id text NOT NULL,
  campaign_id text NOT NULL,
  language text NOT NULL,
  title text NOT NULL,
  agenda text NOT NULL,
  place text NOT NULL,
  address text NOT NULL,
  join_link text,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  capacity integer NOT NULL,
  open_to text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL DEFAULT 0,
  notes text,
  notes_at timestamp with time zone,
  notes_version integer NOT NULL DEFAULT 0,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT meeting_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT meeting_capacity_check CHECK (((capacity >= 1) AND (capacity <= 100000))),
  CONSTRAINT meeting_check CHECK ((ends_at > starts_at)),
  CONSTRAINT meeting_check1 CHECK (((notes IS NULL) = (notes_at IS NULL))),
  CONSTRAINT meeting_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT meeting_open_to_check CHECK ((open_to = ANY (ARRAY['anybody'::text, 'invited'::text]))),
  CONSTRAINT meeting_pkey PRIMARY KEY (id),
  CONSTRAINT meeting_state_check CHECK ((state = ANY (ARRAY['open'::text, 'called_off'::text])))
);

CREATE TABLE meeting_edit (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  meeting_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  note text NOT NULL,
  notes_before text NOT NULL,
  CONSTRAINT meeting_edit_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meeting(id),
  CONSTRAINT meeting_edit_pkey PRIMARY KEY (id)
);

CREATE TABLE meeting_guest (
  id text NOT NULL,
  meeting_id text NOT NULL,
  arrival bigint NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  language text NOT NULL,
  site text,
  named boolean NOT NULL DEFAULT false,
  state text NOT NULL,
  reason text,
  due_at timestamp with time zone,
  mail_confirmed_at timestamp with time zone,
  token_hash bytea NOT NULL,
  came boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL,
  mailed_at timestamp with time zone,
  reminded_at timestamp with time zone,
  erased_at timestamp with time zone,
  CONSTRAINT meeting_guest_check CHECK (((state = 'ended'::text) = (reason IS NOT NULL))),
  CONSTRAINT meeting_guest_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT meeting_guest_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meeting(id),
  CONSTRAINT meeting_guest_pkey PRIMARY KEY (id),
  CONSTRAINT meeting_guest_reason_check CHECK ((reason = ANY (ARRAY['cancelled'::text, 'declined'::text, 'lapsed'::text, 'removed'::text, 'no_show'::text, 'called_off'::text]))),
  CONSTRAINT meeting_guest_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'confirmed'::text, 'waiting'::text, 'offered'::text, 'ended'::text]))),
  CONSTRAINT meeting_guest_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE membership (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id text NOT NULL,
  organisation_id text NOT NULL,
  role text NOT NULL,
  campaign text,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT membership_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  CONSTRAINT membership_pkey PRIMARY KEY (id),
  CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'charity'::text, 'partner'::text, 'moderator'::text, 'auditor'::text])))
);

CREATE TABLE migration (
  number integer NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT migration_pkey PRIMARY KEY (number)
);

CREATE TABLE moderation (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  relay_id text NOT NULL,
  campaign_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  decision text NOT NULL,
  reason text,
  words text,
  by_name text NOT NULL,
  account_id text,
  appeal_id text,
  CONSTRAINT moderation_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'refuse'::text, 'spam'::text]))),
  CONSTRAINT moderation_pkey PRIMARY KEY (id)
);

CREATE TABLE notice_event (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  campaign_id text NOT NULL,
  subject text NOT NULL,
  data jsonb NOT NULL,
  CONSTRAINT notice_event_pkey PRIMARY KEY (id)
);

CREATE TABLE notice_mail (
  id text NOT NULL,
  email text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  unsubscribe text,
  relay_id text,
  created_at timestamp with time zone NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamp with time zone NOT NULL,
  CONSTRAINT notice_mail_pkey PRIMARY KEY (id)
);

CREATE TABLE notice_once (
  key text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT notice_once_pkey PRIMARY KEY (key)
);

CREATE TABLE opening (
  campaign_id text NOT NULL,
  leaf_index bigint NOT NULL,
  salt bytea NOT NULL,
  record text NOT NULL,
  CONSTRAINT opening_pkey PRIMARY KEY (campaign_id, leaf_index)
);

CREATE TABLE organisation (
  id text NOT NULL,
  slug text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  url text,
  legal_name text,
  registration text,
  mission jsonb,
  CONSTRAINT organisation_kind_check CHECK ((kind = ANY (ARRAY['charity'::text, 'partner'::text, 'agency'::text, 'retailer'::text, 'operator'::text]))),
  CONSTRAINT organisation_pkey PRIMARY KEY (id),
  CONSTRAINT organisation_slug_key UNIQUE (slug)
);

CREATE TABLE passkey (
  id text NOT NULL,
  account_id text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT passkey_pkey PRIMARY KEY (id)
);

CREATE TABLE passkey_challenge (
  id text NOT NULL,
  challenge text NOT NULL,
  account_id text,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT passkey_challenge_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT passkey_challenge_pkey PRIMARY KEY (id)
);

CREATE TABLE payment (
  id text NOT NULL,
  campaign_id text NOT NULL,
  partner_id text NOT NULL,
  section text NOT NULL,
  amount bigint NOT NULL,
  paid_on date NOT NULL,
  reference text NOT NULL,
  declared_at timestamp with time zone NOT NULL,
  account_id text,
  CONSTRAINT payment_amount_check CHECK ((amount > 0)),
  CONSTRAINT payment_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT payment_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES organisation(id),
  CONSTRAINT payment_pkey PRIMARY KEY (id)
);

CREATE TABLE payment_answer (
  payment_id text NOT NULL,
  confirmed boolean NOT NULL,
  amount bigint,
  received_on date,
  reference text NOT NULL,
  at timestamp with time zone NOT NULL,
  account_id text,
  CONSTRAINT payment_answer_amount_check CHECK ((amount > 0)),
  CONSTRAINT payment_answer_check CHECK (((confirmed = (amount IS NOT NULL)) AND (confirmed = (received_on IS NOT NULL)))),
  CONSTRAINT payment_answer_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id),
  CONSTRAINT payment_answer_pkey PRIMARY KEY (payment_id)
);

CREATE TABLE pledge (
  id text NOT NULL,
  campaign_id text NOT NULL,
  name text NOT NULL,
  partner_id text NOT NULL,
  mechanic text NOT NULL,
  position integer NOT NULL,
  opens timestamp with time zone,
  closes timestamp with time zone,
  rule jsonb,
  promised_account bigint NOT NULL,
  available_account bigint NOT NULL,
  granted_account bigint NOT NULL,
  settled_account bigint NOT NULL,
  delivered_account bigint NOT NULL,
  funding jsonb,
  CONSTRAINT pledge_available_account_fkey FOREIGN KEY (available_account) REFERENCES ledger_account(id),
  CONSTRAINT pledge_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT pledge_campaign_id_name_key UNIQUE (campaign_id, name),
  CONSTRAINT pledge_delivered_account_fkey FOREIGN KEY (delivered_account) REFERENCES ledger_account(id),
  CONSTRAINT pledge_granted_account_fkey FOREIGN KEY (granted_account) REFERENCES ledger_account(id),
  CONSTRAINT pledge_mechanic_check CHECK ((mechanic = ANY (ARRAY['relay'::text, 'purchase'::text, 'volunteering'::text]))),
  CONSTRAINT pledge_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES organisation(id),
  CONSTRAINT pledge_pkey PRIMARY KEY (id),
  CONSTRAINT pledge_promised_account_fkey FOREIGN KEY (promised_account) REFERENCES ledger_account(id),
  CONSTRAINT pledge_settled_account_fkey FOREIGN KEY (settled_account) REFERENCES ledger_account(id)
);

CREATE TABLE purchase (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  receipt bytea NOT NULL,
  content bytea NOT NULL,
  id text NOT NULL,
  shop text NOT NULL,
  at timestamp with time zone NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  claims jsonb NOT NULL,
  CONSTRAINT purchase_id_key UNIQUE (id),
  CONSTRAINT purchase_pkey PRIMARY KEY (campaign_id, retailer, receipt)
);

CREATE TABLE purchase_day (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  day date NOT NULL,
  baskets bigint NOT NULL DEFAULT 0,
  acts bigint NOT NULL DEFAULT 0,
  units bigint NOT NULL DEFAULT 0,
  CONSTRAINT purchase_day_pkey PRIMARY KEY (campaign_id, retailer, day)
);

CREATE TABLE purchase_file (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  fingerprint bytea NOT NULL,
  baskets bigint NOT NULL,
  finished_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT purchase_file_pkey PRIMARY KEY (campaign_id, retailer, fingerprint)
);

CREATE TABLE purchase_pool (
  campaign_id text NOT NULL,
  offer text NOT NULL,
  retailer text NOT NULL,
  shop text NOT NULL,
  day date NOT NULL,
  gtin text NOT NULL,
  quantity bigint NOT NULL,
  CONSTRAINT purchase_pool_pkey PRIMARY KEY (campaign_id, offer, retailer, shop, day, gtin),
  CONSTRAINT purchase_pool_quantity_check CHECK ((quantity >= 0))
);

CREATE TABLE purchase_return (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  receipt bytea NOT NULL,
  content bytea NOT NULL,
  original bytea NOT NULL,
  lines jsonb NOT NULL,
  done boolean NOT NULL,
  units bigint NOT NULL DEFAULT 0,
  taken_at timestamp with time zone NOT NULL,
  CONSTRAINT purchase_return_pkey PRIMARY KEY (campaign_id, retailer, receipt),
  CONSTRAINT purchase_return_units_check CHECK ((units <= 0))
);

CREATE TABLE purchase_upload (
  id text NOT NULL,
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  name text NOT NULL,
  bytes bigint NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  read_bytes bigint NOT NULL DEFAULT 0,
  outcome jsonb,
  fault text,
  CONSTRAINT purchase_upload_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT purchase_upload_pkey PRIMARY KEY (id),
  CONSTRAINT purchase_upload_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'unreadable'::text])))
);

CREATE TABLE question (
  id text NOT NULL,
  campaign_id text NOT NULL,
  name text,
  body text NOT NULL,
  organisation text,
  asked_at timestamp with time zone NOT NULL,
  opened_at timestamp with time zone,
  due_at timestamp with time zone,
  meeting_id text,
  CONSTRAINT question_check CHECK (((opened_at IS NULL) = (due_at IS NULL))),
  CONSTRAINT question_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meeting(id),
  CONSTRAINT question_pkey PRIMARY KEY (id)
);

CREATE TABLE question_follow (
  id text NOT NULL,
  question_id text NOT NULL,
  role text NOT NULL,
  email text,
  language text NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  CONSTRAINT question_follow_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT question_follow_pkey PRIMARY KEY (id),
  CONSTRAINT question_follow_question_id_fkey FOREIGN KEY (question_id) REFERENCES question(id) ON DELETE CASCADE,
  CONSTRAINT question_follow_role_check CHECK ((role = ANY (ARRAY['author'::text, 'also'::text, 'follower'::text]))),
  CONSTRAINT question_follow_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE receipt_key (
  campaign_id text NOT NULL,
  key bytea NOT NULL,
  CONSTRAINT receipt_key_pkey PRIMARY KEY (campaign_id)
);

CREATE TABLE reconciliation (
  at timestamp with time zone NOT NULL,
  differences integer NOT NULL,
  took_ms bigint NOT NULL,
  CONSTRAINT reconciliation_pkey PRIMARY KEY (at)
);

CREATE TABLE recovery_code (
  account_id text NOT NULL,
  code_hash bytea NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT recovery_code_pkey PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE relay (
  id text NOT NULL,
  campaign_id text NOT NULL,
  source text NOT NULL,
  source_key text NOT NULL,
  site text NOT NULL,
  target text NOT NULL,
  via text NOT NULL,
  state text NOT NULL,
  reason text,
  units bigint NOT NULL DEFAULT 0,
  capped boolean NOT NULL DEFAULT false,
  number bigint,
  claims integer NOT NULL DEFAULT 1,
  check_due boolean NOT NULL DEFAULT true,
  attempt integer NOT NULL DEFAULT 0,
  approved boolean NOT NULL DEFAULT false,
  title text,
  author text,
  site_name text,
  published timestamp with time zone,
  excerpt text,
  language text,
  canonical_key text,
  received_at timestamp with time zone NOT NULL,
  claimed_at timestamp with time zone NOT NULL,
  checked_at timestamp with time zone,
  counted_at timestamp with time zone,
  recheck_at timestamp with time zone,
  leaf_index bigint,
  erased_at timestamp with time zone,
  doubts text[] NOT NULL DEFAULT '{}'::text[],
  near_copy_of text,
  kind text,
  referred_by bigint,
  stance text,
  stance_chosen boolean NOT NULL DEFAULT false,
  CONSTRAINT relay_campaign_id_source_key_key UNIQUE (campaign_id, source_key),
  CONSTRAINT relay_check CHECK (((state <> 'counted'::text) OR (number IS NOT NULL))),
  CONSTRAINT relay_pkey PRIMARY KEY (id),
  CONSTRAINT relay_stance_check CHECK ((stance = ANY (ARRAY['for'::text, 'mixed'::text, 'against'::text]))),
  CONSTRAINT relay_state_check CHECK ((state = ANY (ARRAY['received'::text, 'checking'::text, 'held'::text, 'counted'::text, 'refused'::text, 'withdrawn'::text, 'gone'::text]))),
  CONSTRAINT relay_units_check CHECK ((units >= 0)),
  CONSTRAINT relay_via_check CHECK ((via = ANY (ARRAY['webmention'::text, 'pingback'::text, 'form'::text, 'feed'::text, 'activitypub'::text, 'trackback'::text, 'bluesky'::text])))
);

CREATE TABLE relay_contact (
  relay_id text NOT NULL,
  email text NOT NULL,
  given_at timestamp with time zone NOT NULL,
  CONSTRAINT relay_contact_pkey PRIMARY KEY (relay_id)
);

CREATE TABLE relay_seen (
  relay_id text NOT NULL,
  campaign_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  excerpt text,
  around jsonb,
  print bytea,
  bands integer[],
  CONSTRAINT relay_seen_pkey PRIMARY KEY (relay_id)
);

CREATE TABLE relay_step (
  relay_id text NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  via text,
  reason text,
  units bigint,
  evidence jsonb,
  CONSTRAINT relay_step_pkey PRIMARY KEY (relay_id, id)
);

CREATE TABLE relay_subscription (
  id text NOT NULL,
  relay_id text NOT NULL,
  email text NOT NULL,
  language text NOT NULL,
  token_hash bytea,
  created_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  CONSTRAINT relay_subscription_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT relay_subscription_pkey PRIMARY KEY (id),
  CONSTRAINT relay_subscription_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE relayer_page (
  scope text NOT NULL,
  name text NOT NULL,
  language text NOT NULL,
  shown_at timestamp with time zone NOT NULL,
  CONSTRAINT relayer_page_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT relayer_page_pkey PRIMARY KEY (scope)
);

CREATE TABLE reservation (
  id text NOT NULL,
  campaign_id text NOT NULL,
  relay_id text NOT NULL,
  submitted_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  off_topic_at timestamp with time zone,
  off_topic_by text,
  off_topic_reason text,
  CONSTRAINT reservation_check CHECK (((off_topic_at IS NULL) = (off_topic_reason IS NULL))),
  CONSTRAINT reservation_pkey PRIMARY KEY (id),
  CONSTRAINT reservation_relay_id_key UNIQUE (relay_id)
);

CREATE TABLE reversal (
  credit_id bigint NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL,
  leaf_index bigint,
  CONSTRAINT reversal_credit_id_fkey FOREIGN KEY (credit_id) REFERENCES credit(id),
  CONSTRAINT reversal_pkey PRIMARY KEY (credit_id)
);

CREATE TABLE session (
  id text NOT NULL,
  token_hash bytea NOT NULL,
  account_id text NOT NULL,
  way text NOT NULL,
  agent text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  renew boolean NOT NULL DEFAULT false,
  previous_hash bytea,
  renewed_at timestamp with time zone,
  CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_previous_hash_key UNIQUE (previous_hash),
  CONSTRAINT session_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE settlement_due (
  period_id text NOT NULL,
  position integer NOT NULL,
  pledge_id text NOT NULL,
  section text NOT NULL,
  flat boolean NOT NULL,
  units bigint NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT settlement_due_check CHECK (((NOT flat) OR (units = 0))),
  CONSTRAINT settlement_due_period_id_fkey FOREIGN KEY (period_id) REFERENCES settlement_period(id),
  CONSTRAINT settlement_due_pkey PRIMARY KEY (period_id, "position"),
  CONSTRAINT settlement_due_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledge(id)
);

CREATE TABLE settlement_period (
  id text NOT NULL,
  campaign_id text NOT NULL,
  partner_id text NOT NULL,
  number integer NOT NULL,
  through timestamp with time zone NOT NULL,
  log_size bigint NOT NULL,
  final boolean NOT NULL,
  payable_by timestamp with time zone NOT NULL,
  closed_at timestamp with time zone NOT NULL,
  account_id text,
  document jsonb NOT NULL,
  CONSTRAINT settlement_period_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT settlement_period_campaign_id_partner_id_number_key UNIQUE (campaign_id, partner_id, number),
  CONSTRAINT settlement_period_log_size_check CHECK ((log_size >= 0)),
  CONSTRAINT settlement_period_number_check CHECK ((number > 0)),
  CONSTRAINT settlement_period_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES organisation(id),
  CONSTRAINT settlement_period_pkey PRIMARY KEY (id)
);

CREATE TABLE settlement_posting (
  transfer_id bigint NOT NULL,
  campaign_id text NOT NULL,
  pledge_id text NOT NULL,
  kind text NOT NULL,
  quantity bigint NOT NULL,
  leaf_index bigint NOT NULL,
  cause text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT settlement_posting_campaign_id_leaf_index_key UNIQUE (campaign_id, leaf_index),
  CONSTRAINT settlement_posting_check CHECK (((quantity <> 0) AND ((kind = 'settlement'::text) OR (quantity > 0)))),
  CONSTRAINT settlement_posting_kind_check CHECK ((kind = ANY (ARRAY['settlement'::text, 'delivery'::text]))),
  CONSTRAINT settlement_posting_pkey PRIMARY KEY (transfer_id),
  CONSTRAINT settlement_posting_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledge(id)
);

CREATE TABLE shift (
  id text NOT NULL,
  campaign_id text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  details text NOT NULL,
  place text NOT NULL,
  address text NOT NULL,
  link text,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  minimum_age integer,
  contact text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL DEFAULT 0,
  settled_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT shift_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT shift_check CHECK ((ends_at > starts_at)),
  CONSTRAINT shift_kind_check CHECK ((kind = ANY (ARRAY['collection'::text, 'distribution'::text, 'other'::text]))),
  CONSTRAINT shift_minimum_age_check CHECK (((minimum_age >= 1) AND (minimum_age <= 99))),
  CONSTRAINT shift_pkey PRIMARY KEY (id),
  CONSTRAINT shift_state_check CHECK ((state = ANY (ARRAY['open'::text, 'called_off'::text])))
);

CREATE TABLE shift_coordinator (
  shift_id text NOT NULL,
  account_id text NOT NULL,
  since timestamp with time zone NOT NULL,
  CONSTRAINT shift_coordinator_pkey PRIMARY KEY (shift_id, account_id),
  CONSTRAINT shift_coordinator_shift_id_fkey FOREIGN KEY (shift_id) REFERENCES shift(id)
);

CREATE TABLE shift_role (
  shift_id text NOT NULL,
  position integer NOT NULL,
  name text NOT NULL,
  capacity integer NOT NULL,
  CONSTRAINT shift_role_capacity_check CHECK ((capacity >= 0)),
  CONSTRAINT shift_role_pkey PRIMARY KEY (shift_id, "position"),
  CONSTRAINT shift_role_shift_id_fkey FOREIGN KEY (shift_id) REFERENCES shift(id)
);

CREATE TABLE sign_in_link (
  id text NOT NULL,
  token_hash bytea,
  kind text NOT NULL,
  account_id text,
  next text,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT sign_in_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT sign_in_link_check CHECK (((kind = 'setup'::text) = (account_id IS NULL))),
  CONSTRAINT sign_in_link_kind_check CHECK ((kind = ANY (ARRAY['sign-in'::text, 'invite'::text, 'setup'::text]))),
  CONSTRAINT sign_in_link_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_link_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE sign_in_try (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  about bytea NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_try_pkey PRIMARY KEY (id)
);

CREATE TABLE sign_up (
  id text NOT NULL,
  shift_id text NOT NULL,
  campaign_id text NOT NULL,
  role integer NOT NULL,
  person bigint NOT NULL,
  arrival bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  email text NOT NULL,
  language text NOT NULL,
  company text,
  state text NOT NULL,
  reason text,
  due_at timestamp with time zone,
  mail_confirmed_at timestamp with time zone,
  token_hash bytea NOT NULL,
  code text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  mailed_at timestamp with time zone,
  reminded_at timestamp with time zone,
  erased_at timestamp with time zone,
  CONSTRAINT sign_up_check CHECK (((state = 'ended'::text) = (reason IS NOT NULL))),
  CONSTRAINT sign_up_code_key UNIQUE (code),
  CONSTRAINT sign_up_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT sign_up_pkey PRIMARY KEY (id),
  CONSTRAINT sign_up_reason_check CHECK ((reason = ANY (ARRAY['cancelled'::text, 'declined'::text, 'lapsed'::text, 'removed'::text, 'no_show'::text, 'called_off'::text]))),
  CONSTRAINT sign_up_shift_id_fkey FOREIGN KEY (shift_id) REFERENCES shift(id),
  CONSTRAINT sign_up_state_check CHECK ((state = ANY (ARRAY['confirmed'::text, 'waiting'::text, 'offered'::text, 'ended'::text]))),
  CONSTRAINT sign_up_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE site_listing (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  campaign_id text,
  site text NOT NULL,
  listing text NOT NULL,
  why text NOT NULL,
  by_name text NOT NULL,
  account_id text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT site_listing_listing_check CHECK ((listing = ANY (ARRAY['none'::text, 'allowed'::text, 'held'::text, 'refused'::text]))),
  CONSTRAINT site_listing_pkey PRIMARY KEY (id)
);

CREATE TABLE sso_flow (
  state_hash bytea NOT NULL,
  verifier text NOT NULL,
  nonce text NOT NULL,
  next text,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT sso_flow_pkey PRIMARY KEY (state_hash)
);

CREATE TABLE stream_cursor (
  stream text NOT NULL,
  at_us bigint NOT NULL,
  saved_at timestamp with time zone NOT NULL,
  CONSTRAINT stream_cursor_pkey PRIMARY KEY (stream)
);

CREATE TABLE terms_version (
  pledge_id text NOT NULL,
  version integer NOT NULL,
  per_act bigint NOT NULL,
  cap bigint NOT NULL,
  minimum bigint NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  opens timestamp with time zone NOT NULL,
  closes timestamp with time zone NOT NULL,
  leaf_index bigint,
  notice jsonb,
  CONSTRAINT terms_version_cap_check CHECK ((cap > 0)),
  CONSTRAINT terms_version_check CHECK (((minimum >= 0) AND (minimum <= cap))),
  CONSTRAINT terms_version_per_act_check CHECK ((per_act >= 0)),
  CONSTRAINT terms_version_pkey PRIMARY KEY (pledge_id, version),
  CONSTRAINT terms_version_pledge_id_fkey FOREIGN KEY (pledge_id) REFERENCES pledge(id),
  CONSTRAINT terms_version_version_check CHECK ((version > 0))
);

CREATE TABLE volunteer (
  campaign_id text NOT NULL,
  email_hash bytea NOT NULL,
  person bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT volunteer_person_key UNIQUE (person),
  CONSTRAINT volunteer_pkey PRIMARY KEY (campaign_id, email_hash)
);

CREATE TABLE webhook_attempt (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  message_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  status integer,
  took_ms integer NOT NULL,
  detail text NOT NULL,
  CONSTRAINT webhook_attempt_message_id_fkey FOREIGN KEY (message_id) REFERENCES webhook_message(id),
  CONSTRAINT webhook_attempt_pkey PRIMARY KEY (id)
);

CREATE TABLE webhook_endpoint (
  id text NOT NULL,
  campaign_id text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  secrets jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone,
  disabled_because text,
  failing_since timestamp with time zone,
  CONSTRAINT webhook_endpoint_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (id)
);

CREATE TABLE webhook_message (
  id text NOT NULL,
  endpoint_id text NOT NULL,
  event text NOT NULL,
  body text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamp with time zone,
  delivered_at timestamp with time zone,
  CONSTRAINT webhook_message_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id),
  CONSTRAINT webhook_message_pkey PRIMARY KEY (id)
);

CREATE INDEX api_key_nonce_at ON public.api_key_nonce USING btree (at);

CREATE INDEX api_key_retailer ON public.api_key USING btree (retailer);

CREATE INDEX appeal_decided ON public.appeal USING btree (campaign_id, due_at, id) WHERE (state <> 'open'::text);

CREATE UNIQUE INDEX appeal_open ON public.appeal USING btree (relay_id) WHERE (state = 'open'::text);

CREATE INDEX appeal_relay ON public.appeal USING btree (relay_id, made_at);

CREATE INDEX appeal_waiting ON public.appeal USING btree (campaign_id, due_at, id) WHERE (state = 'open'::text);

CREATE INDEX attendance_campaign ON public.attendance USING btree (campaign_id, company);

CREATE INDEX attendance_shift ON public.attendance USING btree (shift_id);

CREATE INDEX audit_event_campaign ON public.audit_event USING btree (campaign, id);

CREATE INDEX audit_event_organisation ON public.audit_event USING btree (organisation, id);

CREATE INDEX campaign_draft_operator ON public.campaign_draft USING btree (operator);

CREATE INDEX charity_signature_slug ON public.charity_signature USING btree (slug, kind, id);

CREATE INDEX charter_finding_slug ON public.charter_finding USING btree (slug, partner, criterion, id);

CREATE INDEX check_in_sign_up ON public.check_in USING btree (sign_up_id);

CREATE INDEX credit_at ON public.credit USING brin (at);

CREATE INDEX credit_leaf ON public.credit USING brin (leaf_index);

CREATE INDEX data_request_relay ON public.data_request USING btree (relay_id);

CREATE INDEX delivery_campaign ON public.delivery USING btree (campaign_id, at);

CREATE INDEX dialogue_answer_about ON public.dialogue_answer USING btree (about, at, id);

CREATE INDEX fediverse_actor_key ON public.fediverse_actor USING btree (key_id);

CREATE INDEX fediverse_boost_actor ON public.fediverse_boost USING btree (actor);

CREATE INDEX fediverse_delivery_inbox ON public.fediverse_delivery USING btree (inbox, id);

CREATE INDEX fediverse_follower_inbox ON public.fediverse_follower USING btree (inbox);

CREATE INDEX fediverse_taken_at ON public.fediverse_taken USING btree (at);

CREATE INDEX feed_hub_state ON public.feed_hub USING btree (state);

CREATE INDEX feed_site_next ON public.feed_site USING btree (next_at) WHERE (next_at IS NOT NULL);

CREATE INDEX feed_site_registered ON public.feed_site USING btree (registered_at);

CREATE INDEX hub_subscriber_asked ON public.hub_subscriber USING btree (next_at) WHERE (asked IS NOT NULL);

CREATE INDEX journal_comment_email ON public.journal_comment USING btree (lower(email), created_at);

CREATE INDEX journal_comment_text ON public.journal_comment USING btree (text_hash, created_at);

CREATE INDEX journal_comment_thread ON public.journal_comment USING btree (entry_id, place) WHERE (state = ANY (ARRAY['published'::text, 'erased'::text]));

CREATE INDEX journal_comment_waiting ON public.journal_comment USING btree (campaign_id, created_at) WHERE (state = ANY (ARRAY['held'::text, 'checking'::text]));

CREATE INDEX journal_edit_entry ON public.journal_edit USING btree (entry_id, id);

CREATE INDEX journal_entry_published ON public.journal_entry USING btree (campaign_id, published_at DESC, id);

CREATE UNIQUE INDEX journal_follower_once ON public.journal_follower USING btree (entry_id, lower(email));

CREATE INDEX journal_image_campaign ON public.journal_image USING btree (campaign_id, created_at);

CREATE UNIQUE INDEX ledger_transfer_resolves ON public.ledger_transfer USING btree (resolves) WHERE (resolves IS NOT NULL);

CREATE UNIQUE INDEX ledger_transfer_reverses ON public.ledger_transfer USING btree (reverses) WHERE (reverses IS NOT NULL);

CREATE INDEX meeting_campaign ON public.meeting USING btree (campaign_id, starts_at);

CREATE INDEX meeting_edit_meeting ON public.meeting_edit USING btree (meeting_id, id);

CREATE INDEX meeting_guest_due ON public.meeting_guest USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX meeting_guest_meeting ON public.meeting_guest USING btree (meeting_id, arrival);

CREATE UNIQUE INDEX meeting_guest_once ON public.meeting_guest USING btree (meeting_id, lower(email)) WHERE (email <> ''::text);

CREATE UNIQUE INDEX membership_once ON public.membership USING btree (account_id, organisation_id, role, COALESCE(campaign, ''::text));

CREATE INDEX membership_organisation ON public.membership USING btree (organisation_id);

CREATE INDEX moderation_relay ON public.moderation USING btree (relay_id, id);

CREATE INDEX notice_mail_next ON public.notice_mail USING btree (next_at);

CREATE INDEX passkey_account ON public.passkey USING btree (account_id);

CREATE INDEX payment_campaign ON public.payment USING btree (campaign_id, partner_id, declared_at);

CREATE INDEX purchase_return_original ON public.purchase_return USING btree (campaign_id, retailer, original);

CREATE INDEX purchase_upload_campaign ON public.purchase_upload USING btree (campaign_id, id DESC);

CREATE INDEX purchase_upload_waiting ON public.purchase_upload USING btree (id) WHERE (state = 'waiting'::text);

CREATE UNIQUE INDEX question_follow_email ON public.question_follow USING btree (question_id, lower(email));

CREATE INDEX question_open ON public.question USING btree (campaign_id, opened_at, id) WHERE (opened_at IS NOT NULL);

CREATE INDEX relay_after ON public.relay USING btree (campaign_id, received_at) WHERE ((state = 'refused'::text) AND (reason = 'campaign_closed'::text));

CREATE INDEX relay_below ON public.relay USING btree (campaign_id, received_at) WHERE (target ~ '/c/[a-z0-9-]+/[^/?#]'::text);

CREATE INDEX relay_bluesky ON public.relay USING btree (source) WHERE (source ~~ 'https://bsky.app/%'::text);

CREATE INDEX relay_by_site ON public.relay USING btree (campaign_id, site, received_at) INCLUDE (state);

CREATE UNIQUE INDEX relay_canonical ON public.relay USING btree (campaign_id, canonical_key) WHERE (state = 'counted'::text);

CREATE INDEX relay_domain ON public.relay USING btree (campaign_id, regexp_replace(site, '^[^.]+\.'::text, ''::text), received_at);

CREATE INDEX relay_fediverse ON public.relay USING btree (source) WHERE ((via = 'activitypub'::text) OR (kind = 'share'::text));

CREATE INDEX relay_held ON public.relay USING btree (campaign_id, received_at, id) WHERE (state = 'held'::text);

CREATE INDEX relay_held_doubt ON public.relay USING btree (campaign_id, (doubts[1]), received_at, id) WHERE (state = 'held'::text);

CREATE INDEX relay_held_site ON public.relay USING btree (campaign_id, site, received_at, id) WHERE (state = 'held'::text);

CREATE UNIQUE INDEX relay_number ON public.relay USING btree (campaign_id, number) WHERE (number IS NOT NULL);

CREATE INDEX relay_open ON public.relay USING btree (campaign_id) WHERE (state = ANY (ARRAY['received'::text, 'checking'::text]));

CREATE INDEX relay_received ON public.relay USING btree (campaign_id, received_at) INCLUDE (state, via, reason);

CREATE INDEX relay_recheck ON public.relay USING btree (recheck_at) WHERE ((recheck_at IS NOT NULL) AND (NOT check_due));

CREATE INDEX relay_referred_by ON public.relay USING btree (campaign_id, referred_by) WHERE (referred_by IS NOT NULL);

CREATE INDEX relay_reserved ON public.relay USING btree (campaign_id) WHERE (stance = ANY (ARRAY['mixed'::text, 'against'::text]));

CREATE INDEX relay_seen_bands ON public.relay_seen USING gin (bands) WITH (fastupdate=off);

CREATE INDEX relay_server ON public.relay USING btree (campaign_id, split_part(site, '/'::text, 1), received_at) WHERE (kind = ANY (ARRAY['share'::text, 'mention'::text]));

CREATE INDEX relay_site ON public.relay USING btree (campaign_id, site) WHERE (number IS NOT NULL);

CREATE UNIQUE INDEX relay_subscription_once ON public.relay_subscription USING btree (relay_id, lower(email));

CREATE INDEX reservation_campaign ON public.reservation USING btree (campaign_id, submitted_at, id);

CREATE INDEX session_account ON public.session USING btree (account_id);

CREATE INDEX settlement_posting_pledge ON public.settlement_posting USING btree (pledge_id);

CREATE INDEX shift_campaign ON public.shift USING btree (campaign_id, starts_at);

CREATE INDEX shift_unsettled ON public.shift USING btree (ends_at) WHERE (settled_at IS NULL);

CREATE INDEX sign_in_try_about ON public.sign_in_try USING btree (about, at);

CREATE INDEX sign_up_due ON public.sign_up USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE UNIQUE INDEX sign_up_once ON public.sign_up USING btree (shift_id, lower(email)) WHERE ((state <> 'ended'::text) AND (email <> ''::text));

CREATE INDEX sign_up_person ON public.sign_up USING btree (person);

CREATE INDEX sign_up_shift ON public.sign_up USING btree (shift_id, role, arrival);

CREATE INDEX sign_up_waiting ON public.sign_up USING btree (shift_id, role, arrival) WHERE (state = 'waiting'::text);

CREATE INDEX site_listing_campaign ON public.site_listing USING btree (campaign_id, id);

CREATE INDEX site_listing_site ON public.site_listing USING btree (site, campaign_id, id);

CREATE INDEX webhook_attempt_message ON public.webhook_attempt USING btree (message_id, id);

CREATE INDEX webhook_endpoint_campaign ON public.webhook_endpoint USING btree (campaign_id);

CREATE INDEX webhook_message_endpoint ON public.webhook_message USING btree (endpoint_id, created_at);

CREATE INDEX webhook_message_next ON public.webhook_message USING btree (endpoint_id, next_at) WHERE (next_at IS NOT NULL);

CREATE OR REPLACE FUNCTION public.append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% is append-only: a correction is a new entry', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION public.append_only_but_evidence()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.evidence IS NULL AND to_jsonb(NEW) - 'evidence' = to_jsonb(OLD) - 'evidence' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: a correction is a new entry', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION public.append_only_but_leaf()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.leaf_index IS NULL AND NEW.leaf_index IS NOT NULL AND to_jsonb(NEW) - 'leaf_index' = to_jsonb(OLD) - 'leaf_index' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: a correction is a new entry', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION public.note_relay_steps()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM relay_subscription) AND NOT EXISTS (SELECT FROM webhook_endpoint WHERE disabled_at IS NULL) THEN
    RETURN NULL;
  END IF;
  INSERT INTO notice_event (at, kind, campaign_id, subject, data)
  SELECT s.at, 'relay.' || s.kind, r.campaign_id, s.relay_id,
    jsonb_build_object('reason', s.reason, 'units', coalesce(s.units, r.units))
  FROM fresh s JOIN relay r ON r.id = s.relay_id
  WHERE s.kind IN ('counted', 'held', 'refused', 'withdrawn', 'gone') AND (
    EXISTS (SELECT FROM relay_subscription w WHERE w.relay_id = s.relay_id AND w.confirmed_at IS NOT NULL)
    OR EXISTS (SELECT FROM webhook_endpoint e WHERE e.campaign_id = r.campaign_id AND e.disabled_at IS NULL))
  ORDER BY s.id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION public.note_terms()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO notice_event (at, kind, campaign_id, subject, data)
  SELECT NEW.valid_from, 'terms.changed', p.campaign_id, p.name,
    jsonb_build_object('version', NEW.version, 'perAct', NEW.per_act, 'cap', NEW.cap, 'minimum', NEW.minimum)
  FROM pledge p WHERE p.id = NEW.pledge_id
    AND EXISTS (SELECT FROM webhook_endpoint e WHERE e.campaign_id = p.campaign_id AND e.disabled_at IS NULL);
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION public.reservation_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'a reservation is never deleted, only marked off topic';
END $function$
;

CREATE TRIGGER audit_event_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER charity_signature_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.charity_signature FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER charter_finding_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.charter_finding FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER credit_append_only BEFORE DELETE OR TRUNCATE ON public.credit FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER credit_leaf_once BEFORE UPDATE ON public.credit FOR EACH ROW EXECUTE FUNCTION append_only_but_leaf();

CREATE TRIGGER credit_part_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.credit_part FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER delivery_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.delivery FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER dialogue_answer_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.dialogue_answer FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER ledger_key_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_key FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER ledger_transfer_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER log_entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_entries FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER moderation_append_only BEFORE UPDATE OR TRUNCATE ON public.moderation FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER payment_answer_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_answer FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER payment_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER relay_step_append_only BEFORE TRUNCATE ON public.relay_step FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER relay_step_evidence_only BEFORE UPDATE ON public.relay_step FOR EACH ROW EXECUTE FUNCTION append_only_but_evidence();

CREATE TRIGGER relay_step_noted AFTER INSERT ON public.relay_step REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note_relay_steps();

CREATE TRIGGER reservation_kept BEFORE DELETE OR TRUNCATE ON public.reservation FOR EACH STATEMENT EXECUTE FUNCTION reservation_kept();

CREATE TRIGGER reversal_append_only BEFORE DELETE OR TRUNCATE ON public.reversal FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER reversal_leaf_once BEFORE UPDATE ON public.reversal FOR EACH ROW EXECUTE FUNCTION append_only_but_leaf();

CREATE TRIGGER settlement_due_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_due FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER settlement_period_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_period FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER settlement_posting_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_posting FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER site_listing_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.site_listing FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER terms_version_append_only BEFORE DELETE OR TRUNCATE ON public.terms_version FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TRIGGER terms_version_leaf_once BEFORE UPDATE ON public.terms_version FOR EACH ROW EXECUTE FUNCTION append_only_but_leaf();

CREATE TRIGGER terms_version_noted AFTER INSERT ON public.terms_version FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION note_terms();
