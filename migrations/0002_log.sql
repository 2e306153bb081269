-- The public log: one per campaign, named by the campaign's id. Entries are appended in the transaction that grants.

-- How many entries a log has; the row's lock makes index order commit order.
CREATE TABLE log (
  id text PRIMARY KEY,
  size bigint NOT NULL CHECK (size > 0)
)
--;
-- Entries of one append within one bundle (256 indexes), in the form bundles are served: uint16 length, bytes.
CREATE TABLE log_entries (
  log_id text NOT NULL,
  first_index bigint NOT NULL CHECK (first_index >= 0),
  count integer NOT NULL CHECK (count > 0 AND first_index / 256 = (first_index + count - 1) / 256),
  entries bytea NOT NULL,
  PRIMARY KEY (log_id, first_index)
)
--;
-- As they are: compressing them would cost more time than all else an entry costs.
ALTER TABLE log_entries ALTER COLUMN entries SET STORAGE EXTERNAL
--;
CREATE TRIGGER log_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entries
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- The tree over the first `size` entries, and the checkpoint that was published last. One publisher writes at a time.
CREATE TABLE log_tree (
  log_id text PRIMARY KEY,
  origin text NOT NULL UNIQUE,
  size bigint NOT NULL DEFAULT 0,
  root bytea NOT NULL,
  -- Verifier keys that signed the published checkpoint.
  keys text[] NOT NULL DEFAULT '{}',
  published_size bigint CHECK (published_size <= size),
  published_root bytea,
  -- The checkpoint with the log's own signatures.
  checkpoint text,
  published_at timestamptz,
  -- Why nothing is signed any more, and the checkpoint that shows it; an operator decides.
  halted text,
  halted_by text
)
--;
-- Merkle tiles, each as wide as it is by now: a narrower one is the beginning of a wider one.
CREATE TABLE log_tile (
  log_id text NOT NULL,
  level integer NOT NULL,
  n bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (log_id, level, n)
)
--;
ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL
--;
-- The newest cosignature of each witness's key.
CREATE TABLE log_cosignature (
  log_id text NOT NULL,
  name text NOT NULL,
  key_id text NOT NULL,
  size bigint NOT NULL,
  line text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (log_id, name, key_id)
)
--;
-- Logs that ended because the database was behind what they had published.
CREATE TABLE log_ended (
  log_id text NOT NULL,
  origin text NOT NULL PRIMARY KEY,
  checkpoint text NOT NULL,
  ended_at timestamptz NOT NULL
)
--;
-- What opens a leaf's commitment. Erasing a subject deletes its rows; nothing else leads from the leaf to it.
CREATE TABLE opening (
  campaign_id text NOT NULL,
  leaf_index bigint NOT NULL,
  salt bytea NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (campaign_id, leaf_index)
)
--;
-- Rows from before the log get their leaf once; everything else of them stays as it is.
CREATE FUNCTION append_only_but_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.leaf_index IS NULL AND NEW.leaf_index IS NOT NULL AND to_jsonb(NEW) - 'leaf_index' = to_jsonb(OLD) - 'leaf_index' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: a correction is a new entry', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
--;
ALTER TABLE credit ADD COLUMN leaf_index bigint
--;
CREATE INDEX credit_leaf ON credit USING brin (leaf_index)
--;
DROP TRIGGER credit_append_only ON credit
--;
CREATE TRIGGER credit_append_only BEFORE DELETE OR TRUNCATE ON credit FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE TRIGGER credit_leaf_once BEFORE UPDATE ON credit FOR EACH ROW EXECUTE FUNCTION append_only_but_leaf()
--;
ALTER TABLE reversal ADD COLUMN leaf_index bigint
--;
DROP TRIGGER reversal_append_only ON reversal
--;
CREATE TRIGGER reversal_append_only BEFORE DELETE OR TRUNCATE ON reversal FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE TRIGGER reversal_leaf_once BEFORE UPDATE ON reversal FOR EACH ROW EXECUTE FUNCTION append_only_but_leaf()
--;
-- Terms say when they hold: the promise's own window, or the campaign's.
ALTER TABLE terms_version ADD COLUMN opens timestamptz, ADD COLUMN closes timestamptz, ADD COLUMN leaf_index bigint
--;
DROP TRIGGER terms_version_append_only ON terms_version
--;
UPDATE terms_version t SET opens = coalesce(p.opens, c.opens), closes = coalesce(p.closes, c.closes)
  FROM pledge p JOIN campaign c ON c.id = p.campaign_id WHERE p.id = t.pledge_id
--;
ALTER TABLE terms_version ALTER COLUMN opens SET NOT NULL, ALTER COLUMN closes SET NOT NULL
--;
CREATE TRIGGER terms_version_append_only BEFORE DELETE OR TRUNCATE ON terms_version
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE TRIGGER terms_version_leaf_once BEFORE UPDATE ON terms_version
  FOR EACH ROW EXECUTE FUNCTION append_only_but_leaf()
--;
-- The leaf of the relay's last credit; when its subject was erased.
ALTER TABLE relay ADD COLUMN leaf_index bigint, ADD COLUMN erased_at timestamptz
--;
-- Nightly comparisons of evidence, credits, ledger and log.
CREATE TABLE reconciliation (
  at timestamptz PRIMARY KEY,
  differences integer NOT NULL,
  took_ms bigint NOT NULL
)
--;
-- An e-mail address that somebody left with the first claim of a post, to show later that it is theirs.
CREATE TABLE relay_contact (
  relay_id text PRIMARY KEY,
  email text NOT NULL,
  given_at timestamptz NOT NULL
)
--;
-- Somebody asks for the data of a relay. The key is in their link alone; here is its SHA-256.
CREATE TABLE data_request (
  id text PRIMARY KEY,
  relay_id text NOT NULL,
  way text NOT NULL CHECK (way IN ('post', 'email')),
  state text NOT NULL CHECK (state IN ('open', 'checking', 'proven', 'not_found', 'unreachable')),
  token text NOT NULL UNIQUE,
  key_hash bytea,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  made_at timestamptz NOT NULL,
  checked_at timestamptz
)
--;
CREATE INDEX data_request_relay ON data_request (relay_id)
--;
CREATE TABLE erasure (
  relay_id text PRIMARY KEY,
  at timestamptz NOT NULL
)
--;
-- With it an erased post is known again and not counted twice, though its address is gone. Deleted when that is over.
CREATE TABLE erasure_key (
  campaign_id text PRIMARY KEY,
  key bytea NOT NULL
)
--;
-- Details of a look may be forgotten after a time; the step itself stays as it is.
CREATE FUNCTION append_only_but_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.evidence IS NULL AND to_jsonb(NEW) - 'evidence' = to_jsonb(OLD) - 'evidence' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: a correction is a new entry', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
--;
DROP TRIGGER relay_step_append_only ON relay_step
--;
CREATE TRIGGER relay_step_append_only BEFORE TRUNCATE ON relay_step FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE TRIGGER relay_step_evidence_only BEFORE UPDATE ON relay_step
  FOR EACH ROW EXECUTE FUNCTION append_only_but_evidence()
