//! What a scope has read or computed, kept for all that one screen shows. Decides nothing.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use charts::Colours;
use metrics::licences::licence::Licence;
use metrics::people::review_flags::ReviewFlags;
use metrics::roi::decoupling::Decoupling;
use metrics::roi::phase::Phases;
use metrics::roi::worth::Worth;
use metrics::signals::anomalies::{Anomalies, Carrier};
use metrics::signals::budgets::Budgets;
use metrics::signals::daily::Daily;
use model::{Dimension, PersonActivity, PersonDay};

use crate::Result;
use crate::initiative::Initiative;
use crate::signals::Limits;

/// Each is made when it is first asked for.
#[derive(Clone, Default)]
pub(crate) struct Once {
    pub(crate) open: OnceCell<()>,
    pub(crate) people: OnceCell<Rc<Vec<PersonActivity>>>,
    pub(crate) licences: OnceCell<Rc<Vec<Licence>>>,
    pub(crate) worths: OnceCell<Vec<(Initiative, Worth)>>,
    pub(crate) days: OnceCell<Arc<Vec<PersonDay>>>,
    pub(crate) series: OnceCell<Rc<Vec<Daily>>>,
    pub(crate) colours: RefCell<BTreeMap<Dimension, Colours>>,
    pub(crate) limits: OnceCell<Limits>,
    pub(crate) budgets: OnceCell<Budgets>,
    pub(crate) anomalies: OnceCell<(Anomalies, Vec<Vec<Carrier>>)>,
    pub(crate) decoupling: OnceCell<Decoupling>,
    pub(crate) phases: OnceCell<Phases>,
    pub(crate) flags: OnceCell<ReviewFlags>,
}

impl Once {
    /// What stays true under other settings: what is billed, and under the same windows who did what.
    pub(crate) fn under_other_settings(&self, same_windows: bool) -> Self {
        let mut kept = Self {
            series: self.series.clone(),
            colours: self.colours.clone(),
            ..Self::default()
        };
        if same_windows {
            kept.people = self.people.clone();
            kept.licences = self.licences.clone();
            kept.days = self.days.clone();
        }
        kept
    }

    /// What stays true under fewer filters: what none touches, and where the people stay the same who they are.
    pub(crate) fn under_fewer_filters(&self, same_people: bool) -> Self {
        let mut kept = Self {
            worths: self.worths.clone(),
            ..Self::default()
        };
        if same_people {
            kept.people = self.people.clone();
            kept.days = self.days.clone();
        }
        kept
    }
}

/// What a cell holds; made now where it is empty. What fails is not kept.
pub(crate) fn once<T>(cell: &OnceCell<T>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let value = make()?;
    Ok(cell.get_or_init(|| value))
}
