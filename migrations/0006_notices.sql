-- What happened that somebody asked to be told, the mails and webhook messages made of it, and how they went.

-- Somebody wants to hear what becomes of a post. Nothing is sent before the address was confirmed.
CREATE TABLE relay_subscription (
  id text PRIMARY KEY,
  relay_id text NOT NULL,
  email text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  -- Opens the confirmation and the way out; a keyed hash.
  token_hash bytea UNIQUE,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz
)
--;
CREATE UNIQUE INDEX relay_subscription_once ON relay_subscription (relay_id, lower(email))
--;
CREATE TABLE webhook_endpoint (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  url text NOT NULL,
  events text[] NOT NULL,
  -- The newest first; older ones sign as well until they end: [{ "secret", "until" }].
  secrets jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  disabled_because text,
  -- Since when no message came through; null while they do.
  failing_since timestamptz
)
--;
CREATE INDEX webhook_endpoint_campaign ON webhook_endpoint (campaign_id)
--;
-- Written in the transaction that it tells of, taken out in the one that makes mails and messages of it.
CREATE TABLE notice_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  campaign_id text NOT NULL,
  subject text NOT NULL,
  data jsonb NOT NULL
)
--;
-- What is told once for ever: a threshold of a version of terms, an opening, a day's digest.
CREATE TABLE notice_once (
  key text PRIMARY KEY,
  at timestamptz NOT NULL
)
--;
-- Mails to be sent; a row goes once its mail is handed over.
CREATE TABLE notice_mail (
  id text PRIMARY KEY,
  email text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  unsubscribe text,
  relay_id text,
  created_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL
)
--;
CREATE INDEX notice_mail_next ON notice_mail (next_at)
--;
CREATE TABLE webhook_message (
  id text PRIMARY KEY,
  endpoint_id text NOT NULL REFERENCES webhook_endpoint,
  event text NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- Null: delivered, or given up.
  next_at timestamptz,
  delivered_at timestamptz
)
--;
CREATE INDEX webhook_message_next ON webhook_message (endpoint_id, next_at) WHERE next_at IS NOT NULL
--;
CREATE INDEX webhook_message_endpoint ON webhook_message (endpoint_id, created_at)
--;
CREATE TABLE webhook_attempt (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id text NOT NULL REFERENCES webhook_message,
  at timestamptz NOT NULL,
  status integer,
  took_ms integer NOT NULL,
  -- Why there was no answer, or the first of what the other side said.
  detail text NOT NULL
)
--;
CREATE INDEX webhook_attempt_message ON webhook_attempt (message_id, id)
--;
-- One statement per batch of steps, and next to nothing while nobody listens.
CREATE FUNCTION note_relay_steps() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$
--;
CREATE TRIGGER relay_step_noted AFTER INSERT ON relay_step REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION note_relay_steps()
--;
CREATE FUNCTION note_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notice_event (at, kind, campaign_id, subject, data)
  SELECT NEW.valid_from, 'terms.changed', p.campaign_id, p.name,
    jsonb_build_object('version', NEW.version, 'perAct', NEW.per_act, 'cap', NEW.cap, 'minimum', NEW.minimum)
  FROM pledge p WHERE p.id = NEW.pledge_id
    AND EXISTS (SELECT FROM webhook_endpoint e WHERE e.campaign_id = p.campaign_id AND e.disabled_at IS NULL);
  RETURN NULL;
END $$
--;
CREATE TRIGGER terms_version_noted AFTER INSERT ON terms_version
  FOR EACH ROW WHEN (NEW.version > 1) EXECUTE FUNCTION note_terms()
