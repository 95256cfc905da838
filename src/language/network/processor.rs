//! Which instructions the processor has, asked once when the model is loaded.

/// The instructions to use. The numbers are the same whichever they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Processor {
    avx2: bool,
    vnni: bool,
}

impl Processor {
    /// Only what every processor of this architecture has, to be compared with what this one has.
    #[cfg(test)]
    pub const PLAIN: Self = Self { avx2: false, vnni: false };

    /// What this processor has.
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2");
            let avx512 = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl");
            let vnni = avx2 && avx512 && is_x86_feature_detected!("avx512vnni");
            Self { avx2, vnni }
        }
        #[cfg(not(target_arch = "x86_64"))]
        Self { avx2: false, vnni: false }
    }

    /// Every set of instructions that can be tried here, the fewest first.
    #[cfg(test)]
    pub fn every() -> Vec<Self> {
        let all = Self::detect();
        let mut every = vec![Self::PLAIN, Self { vnni: false, ..all }, all];
        every.dedup();
        every
    }

    /// Whether it has AVX2; then it is safe to call functions that use it.
    #[cfg(target_arch = "x86_64")]
    pub fn avx2(self) -> bool {
        self.avx2
    }

    /// Whether it has AVX-512 (F, BW, DQ, VL) with its dot products (VNNI), and AVX2; then it is safe to call functions
    /// that use them.
    #[cfg(target_arch = "x86_64")]
    pub fn vnni(self) -> bool {
        self.vnni
    }
}

/// Compiles a function three times, for any processor, for one with AVX2 and for one with AVX-512; its first argument
/// says which is called.
///
/// Rust neither reorders sums of floats nor fuses a product with a sum, so all give the same bits: the compiler only
/// does several elements at a time.
macro_rules! for_processor {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        $vis fn $name(processor: $crate::language::network::Processor, $($argument: $type),*) {
            #[inline(always)]
            fn plain($($argument: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn wide($($argument: $type),*) {
                    plain($($argument),*)
                }
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn widest($($argument: $type),*) {
                    plain($($argument),*)
                }
                if processor.vnni() {
                    // SAFETY: the processor has these parts of AVX-512.
                    return unsafe { widest($($argument),*) };
                }
                if processor.avx2() {
                    // SAFETY: the processor has AVX2.
                    return unsafe { wide($($argument),*) };
                }
            }
            #[cfg(not(target_arch = "x86_64"))]
            let _ = processor;
            plain($($argument),*)
        }
    };
}

pub(super) use for_processor;
