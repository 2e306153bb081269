-- What a campaign states before it opens; campaigns in the making; what the charity examined and signed.

ALTER TABLE organisation ADD COLUMN legal_name text, ADD COLUMN registration text, ADD COLUMN mission jsonb
--;
ALTER TABLE campaign ADD COLUMN relay_appeal_days integer NOT NULL DEFAULT 7 CHECK (relay_appeal_days > 0)
--;
-- Who pays what beside the terms: a flat gift, and how the partner treats its gift for tax.
ALTER TABLE pledge ADD COLUMN funding jsonb
--;
-- What the page says of a change of terms, per language.
ALTER TABLE terms_version ADD COLUMN notice jsonb
--;
-- A campaign in the making, or the next state of one that runs. `file`: the campaign file so far, in the form it is
-- read from; `base`: the file of what was public when the draft was last in step with it.
CREATE TABLE campaign_draft (
  slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,64}$'),
  operator text NOT NULL,
  file jsonb NOT NULL,
  base text,
  revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
)
--;
CREATE INDEX campaign_draft_operator ON campaign_draft (operator)
--;
-- What the charity found about a partner; a later finding on the same criterion takes the place of an earlier one.
CREATE TABLE charter_finding (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text NOT NULL,
  partner text NOT NULL,
  criterion text NOT NULL,
  result text NOT NULL CHECK (result IN ('met', 'partly', 'not-met')),
  note jsonb,
  document text,
  by_name text NOT NULL,
  account_id text NOT NULL,
  at timestamptz NOT NULL
)
--;
CREATE INDEX charter_finding_slug ON charter_finding (slug, partner, criterion, id)
--;
CREATE TRIGGER charter_finding_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON charter_finding
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- A signature of the charity: under its charter with the findings, or under the use of its name. It holds for exactly
-- what was signed (`digest`); a change asks for another.
CREATE TABLE charity_signature (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('charter', 'consent')),
  charity text NOT NULL,
  digest bytea NOT NULL,
  scope jsonb,
  by_name text NOT NULL,
  account_id text NOT NULL,
  at timestamptz NOT NULL
)
--;
CREATE INDEX charity_signature_slug ON charity_signature (slug, kind, id)
--;
CREATE TRIGGER charity_signature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON charity_signature
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
