//! Figures: what is counted, and the wordings that count it.
//! Reading numbers and matching wordings against a sentence is `truce_read::statement::figure`.
//!
//! An entry is a measure with its words. `objects` are verbs whose object is counted ("kill"), `subjects` verbs
//! whose subject is ("die"), `states` what is said of those counted ("dead"), `nouns` what is itself counted
//! ("violation"), `totals` what a number belongs to ("death toll"); `wordings` are whole lines:
//!
//! ```text
//! claim/claimed/claimed N:lives|$people    verb forms by principal parts, N is the number with its noun
//! N $be turned back                        $be any form of "be"; $class any word of a class
//! take * N [as] prisoner .                 * up to six words, ** up to sixteen; [..] may be missing; "." no object may follow
//! N:zero $be hurt                          only where the number is none
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{LoadError, files, toml_file};

/// A measure with the words that count it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureEntry {
    pub id: String,
    /// Measure of the facts format ("killed").
    pub measure: String,
    /// What may be counted: words and `$classes` joined by |, or with `!` before them what may not.
    #[serde(default)]
    pub of: String,
    /// Whether one person named without a number counts ("a boy was killed").
    #[serde(default)]
    pub single: bool,
    /// Whether "no" counts as zero.
    #[serde(default = "yes")]
    pub zero: bool,
    /// Whether what is planned or wished counts too ("will deploy 500 men").
    #[serde(default)]
    pub planned: bool,
    /// The least number that counts.
    #[serde(default)]
    pub least: f64,
    /// "incident" or "cumulative"; empty where the sentence decides.
    #[serde(default)]
    pub scope: String,
    /// Whether it counts only where no other entry fits.
    #[serde(default)]
    pub weak: bool,
    /// Words that name a column, a row or the heading of a table of such counts.
    #[serde(default)]
    pub columns: Vec<String>,
    #[serde(default)]
    pub objects: Vec<String>,
    #[serde(default)]
    pub subjects: Vec<String>,
    #[serde(default)]
    pub states: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub totals: Vec<String>,
    #[serde(default)]
    pub wordings: Vec<String>,
    #[serde(default)]
    pub examples: Vec<Example>,
    #[serde(default)]
    pub not: Vec<String>,
}

fn yes() -> bool {
    true
}

/// A text with the numbers that the entry's measure has in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub text: String,
    /// "13", "50..", "..40", "15..20", with `~` before it where approximate; several joined by a comma.
    pub gives: String,
}

/// One place in a wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// One of these words.
    Word(Vec<String>),
    /// One of these words, or nothing.
    Maybe(Vec<String>),
    /// At most so many words.
    Gap(u8),
    /// The same, but at least one.
    Some(u8),
    /// Forms of "be" with what stands between them.
    Be,
    /// No noun phrase may follow: "six killed", not "six killed ten".
    Closed,
}

/// Which counts a wording takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Of {
    /// Words and `$classes`; empty where anything will do.
    pub words: Vec<String>,
    /// Whether `words` are those not taken.
    pub except: bool,
    /// Only where there are none.
    pub zero: bool,
}

/// A number with the words before and after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    pub entry: u16,
    /// Words before the number, in order of the text.
    pub before: Vec<Step>,
    /// Words after its noun.
    pub after: Vec<Step>,
    pub of: Of,
    /// Whether the counted noun itself tells the measure.
    pub noun: bool,
}

/// What a word or phrase beside a number makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    Least,
    Most,
    About,
    Exact,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundEntry {
    gives: Bound,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassEntry {
    id: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureFile {
    #[serde(default)]
    bound: Vec<BoundEntry>,
    #[serde(default)]
    class: Vec<ClassEntry>,
    #[serde(default)]
    measure: Vec<FigureEntry>,
}

/// All figures.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Figures {
    pub entries: Vec<FigureEntry>,
    pub wordings: Vec<Wording>,
    /// Class to its words, both in lower case.
    classes: BTreeMap<String, Vec<String>>,
    /// Every word that tells a measure of what stands before it: a noun phrase ends before it.
    predicates: BTreeMap<String, Vec<u16>>,
    /// Nouns that are themselves counted ("violation"), in both numbers.
    counted: BTreeMap<String, u16>,
    /// First word of a phrase before a number to the phrases, longest first.
    pub before: BTreeMap<String, Vec<(Vec<String>, Bound)>>,
    /// The same for phrases after a number.
    pub after: BTreeMap<String, Vec<(Vec<String>, Bound)>>,
}

impl Figures {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let mut figures = Self::default();
        for path in files(&folder.join("figures"), "", "toml")? {
            let bad = |message| LoadError::Entry { path: path.clone(), message };
            let file: FigureFile = toml_file(&path)?;
            for class in file.class {
                let mut words: Vec<String> = Vec::new();
                for word in class.words {
                    match word.strip_prefix('$') {
                        Some(other) => words.extend(
                            figures
                                .classes
                                .get(other)
                                .ok_or_else(|| bad(format!("no class `{other}` before `{}`", class.id)))?
                                .iter()
                                .cloned(),
                        ),
                        None => words.push(word),
                    }
                }
                words.sort();
                words.dedup();
                figures.classes.insert(class.id, words);
            }
            for bound in file.bound {
                for (phrases, table) in
                    [(&bound.before, &mut figures.before), (&bound.after, &mut figures.after)]
                {
                    for phrase in phrases {
                        let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
                        if let Some(first) = words.first() {
                            table.entry(first.clone()).or_default().push((words, bound.gives));
                        }
                    }
                }
            }
            for entry in file.measure {
                let index = figures.entries.len() as u16;
                figures
                    .add(index, &entry)
                    .map_err(|message| bad(format!("measure `{}`: {message}", entry.id)))?;
                figures.entries.push(entry);
            }
        }
        for phrases in figures.before.values_mut().chain(figures.after.values_mut()) {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Ok(figures)
    }

    /// Says whether a word belongs to a class.
    pub fn in_class(&self, word: &str, class: &str) -> bool {
        self.classes
            .get(class)
            .is_some_and(|words| words.binary_search_by(|known| known.as_str().cmp(word)).is_ok())
    }

    /// Says whether a word is one of `words`, which may name classes with `$`.
    pub fn among(&self, word: &str, words: &[String]) -> bool {
        words.iter().any(|known| match known.strip_prefix('$') {
            Some(class) => self.in_class(word, class),
            None => known == word,
        })
    }

    /// Says whether a word tells something of what stands before it ("killed", "missing").
    pub fn is_predicate(&self, word: &str) -> bool {
        self.predicates.contains_key(word)
    }

    /// Says whether a noun is itself a count of something ("deaths").
    pub fn is_counted(&self, word: &str) -> bool {
        self.counted.contains_key(word)
    }

    fn add(&mut self, index: u16, entry: &FigureEntry) -> Result<(), String> {
        let of = Of::parse(&entry.of);
        let sum = if of.except { of.clone() } else { Of::parse("!$things") };
        let wording = |before: Vec<Step>, after: Vec<Step>, of: &Of| Wording {
            entry: index,
            before,
            after,
            of: of.clone(),
            noun: false,
        };
        let who = || Step::Maybe(words("who|that|which"));
        for line in &entry.objects {
            let (verb, of) = restricted(line, &of);
            let forms = Forms::of(verb);
            self.note(index, [&forms.past, &forms.participle]);
            let mut particle = forms.particle.clone().map(|particle| Step::Word(words(&particle)));
            let mut active = vec![Step::Word(forms.all())];
            active.extend(particle.clone());
            self.wordings.push(wording(active.clone(), Vec::new(), &of));
            // "killed a mayor and two guards"
            active.extend([Step::Some(6), Step::Word(words("and|plus"))]);
            self.wordings.push(wording(active, Vec::new(), &of));
            let participle = Step::Word(vec![forms.participle.clone()]);
            let mut passive = vec![Step::Gap(12), who(), Step::Be, participle.clone()];
            passive.extend(particle.clone());
            self.wordings.push(wording(Vec::new(), passive, &of));
            let mut reduced = vec![participle.clone()];
            reduced.extend(particle.take());
            reduced.push(Step::Closed);
            self.wordings.push(wording(Vec::new(), reduced, &of));
            self.wordings.push(wording(vec![participle, Step::Word(words(":|-|="))], Vec::new(), &of));
        }
        for line in &entry.subjects {
            let (verb, of) = restricted(line, &of);
            let forms = Forms::of(verb);
            self.note(index, [&forms.past, &forms.base]);
            let mut after = vec![
                Step::Gap(12),
                Step::Maybe(words("have|has|had")),
                Step::Maybe(words("also|since|already|reportedly|been")),
                Step::Word(forms.all()),
            ];
            after.extend(forms.particle.map(|particle| Step::Word(words(&particle))));
            self.wordings.push(wording(Vec::new(), after, &of));
        }
        for line in &entry.states {
            let (state, of) = restricted(line, &of);
            let state: Vec<Step> = state.split('_').map(|word| Step::Word(words(word))).collect();
            if let [Step::Word(first), ..] = state.as_slice() {
                self.note(index, first);
            }
            let mut adjacent = state.clone();
            adjacent.push(Step::Closed);
            self.wordings.push(wording(Vec::new(), adjacent, &of));
            let mut after = vec![Step::Gap(12), who(), Step::Be];
            after.extend(state.clone());
            self.wordings.push(wording(Vec::new(), after, &of));
            let mut label = state;
            label.push(Step::Word(words(":|-|=|number|numbered|at|totalled|totaled|total")));
            self.wordings.push(wording(label, Vec::new(), &of));
        }
        for line in &entry.nouns {
            let nouns: Vec<String> =
                line.split('|').flat_map(|noun| [noun.to_owned(), plural(noun)]).collect();
            for noun in &nouns {
                self.counted.entry(noun.clone()).or_insert(index);
            }
            let counted = Of { words: nouns.clone(), except: false, zero: false };
            self.wordings.push(Wording { noun: true, ..wording(Vec::new(), Vec::new(), &counted) });
            for link in TOTAL_LINKS {
                let mut before = vec![Step::Word(nouns.clone())];
                before.extend(steps(link)?);
                self.wordings.push(wording(before, Vec::new(), &sum));
            }
        }
        for line in &entry.totals {
            for link in TOTAL_LINKS {
                let before = steps(&format!("{line} {link}"))?;
                self.wordings.push(wording(before, Vec::new(), &sum));
            }
        }
        for line in &entry.wordings {
            let mut before = Vec::new();
            let mut after = Vec::new();
            let mut found = None;
            for word in line.split_whitespace() {
                if let Some(rest) =
                    word.strip_prefix('N').filter(|rest| rest.is_empty() || rest.starts_with(':'))
                {
                    found = Some(if rest.is_empty() { of.clone() } else { Of::parse(&rest[1..]) });
                } else if found.is_none() {
                    before.extend(steps(word)?);
                } else {
                    after.extend(steps(word)?);
                }
            }
            let of = found.ok_or_else(|| format!("no N in `{line}`"))?;
            self.wordings.push(wording(before, after, &of));
        }
        Ok(())
    }

    fn note<'w>(&mut self, index: u16, words: impl IntoIterator<Item = &'w String>) {
        for word in words {
            let known = self.predicates.entry(word.clone()).or_default();
            if !known.contains(&index) {
                known.push(index);
            }
        }
    }
}

/// What joins a total to its number.
const TOTAL_LINKS: &[&str] = &[
    ":|=",
    "* to|at|of",
    "* is|was|are|were|stands|stood|as|reached|reaches|exceeded|exceeds|topped|tops|passed|hit|totalled|totaled|numbered|number|from",
];

fn words(list: &str) -> Vec<String> {
    list.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Of {
    /// Reads "soldiers|$people", "!$things", "zero".
    pub fn parse(list: &str) -> Self {
        match list.strip_prefix('!') {
            Some(list) => Self { words: words(list), except: true, zero: false },
            None if list == "zero" => Self { zero: true, ..Self::default() },
            None => Self { words: words(list), except: false, zero: false },
        }
    }
}

/// Splits "lose N:$forces" into the verb and what it takes.
fn restricted<'l>(line: &'l str, default: &Of) -> (&'l str, Of) {
    match line.split_once(" N:") {
        Some((verb, list)) => (verb, Of::parse(list)),
        None => (line, default.clone()),
    }
}

/// Reads the words of a wording that stand on one side of the number.
fn steps(line: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for word in line.split_whitespace() {
        if word == "*" {
            steps.push(Step::Gap(6));
        } else if word == "**" {
            steps.push(Step::Gap(16));
        } else if word == "$be" {
            steps.push(Step::Be);
        } else if word == "." {
            steps.push(Step::Closed);
        } else if let Some(inside) = word.strip_prefix('[') {
            let inside = inside.strip_suffix(']').ok_or_else(|| format!("`{word}` is not closed"))?;
            steps.push(Step::Maybe(words(inside)));
        } else {
            let mut any = Vec::new();
            for one in word.split('|').filter(|one| !one.is_empty()) {
                match one.strip_prefix('~') {
                    Some(verb) => any.extend(Forms::of(verb).all()),
                    None => any.push(one.to_owned()),
                }
            }
            steps.push(Step::Word(any));
        }
    }
    Ok(steps)
}

/// The forms of a verb.
struct Forms {
    base: String,
    third: String,
    past: String,
    participle: String,
    ing: String,
    particle: Option<String>,
}

impl Forms {
    /// Reads "kill", "slay/slew/slain", "trap/trapped/trapped/trapping", "wipe_out".
    fn of(line: &str) -> Self {
        let (verb, particle) = match line.split_once('_') {
            Some((verb, particle)) => (verb, Some(particle.to_owned())),
            None => (line, None),
        };
        let parts: Vec<&str> = verb.split('/').collect();
        let base = parts[0].to_owned();
        let past = parts.get(1).map_or_else(|| regular_past(&base), |&form| form.to_owned());
        let participle = parts.get(2).map_or_else(|| past.clone(), |&form| form.to_owned());
        let ing = parts.get(3).map_or_else(|| regular_ing(&base), |&form| form.to_owned());
        Self { third: plural(&base), base, past, participle, ing, particle }
    }

    fn all(&self) -> Vec<String> {
        let mut all = vec![
            self.base.clone(),
            self.third.clone(),
            self.past.clone(),
            self.participle.clone(),
            self.ing.clone(),
        ];
        all.sort();
        all.dedup();
        all
    }
}

fn regular_past(base: &str) -> String {
    match base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ied"),
        None if base.ends_with('e') => format!("{base}d"),
        None => format!("{base}ed"),
    }
}

fn regular_ing(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    match base.strip_suffix('e').filter(|stem| !stem.ends_with('e')) {
        Some(stem) => format!("{stem}ing"),
        None => format!("{base}ing"),
    }
}

/// Adds the "s" of a plural noun or third person.
fn plural(word: &str) -> String {
    match word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        None => format!("{word}s"),
    }
}
