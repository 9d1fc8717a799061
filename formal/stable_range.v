(* stable-threshold, the range.  Let n >= 1 distinct nodes lie in [-1, 1], with positive weights, and k = 2 ind.  Over all
   symmetric students with spectrum in [-1, 1] and L = 0, of any width, h_k - g_k lies between 0 and

     far = sign / sum_i v_i^2 / missing(x_i),   v_i^2 = 1 / (w_i pi'(x_i)^2),

   missing the product of 1 - x and 1 + x but for those of 1, -1 that are nodes, sign = -1 if 1 is a node and 1 if not
   (stable_range_bounds); and width n + 1, or any more, attains every value of this interval (stable_range_attained). *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_stable lemmas_loss lemmas_symmetric lemmas_measure lemmas_lagrange lemmas_order
  lemmas_spectral lemmas_stable lemmas_barrier lemmas_quadratic lemmas_stable_students moment_sharpness.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Bounds.
Variables (F : rcfType) (n : nat) (w x : 'I_n.+1 -> F).
Hypotheses (distinct : injective x) (positive : forall i, 0 < w i) (inside : forall i, `|x i| <= 1).
Let k := twice_index x.

(* A polynomial of degree k that is >= 0 on [-1, 1] bounds the lag k from one side *)
Lemma one_sided d (theta : student F d 1 1) (p : {poly F}) : symmetric theta -> stable theta ->
  L k (teacher w x) theta = 0 -> size p = k.+1 -> (forall t, `|t| <= 1 -> 0 <= p.[t]) ->
  0 <= integral w x (horner p) + lead_coef p * (h theta k - teacher w x k) 0 0.
Proof.
move=> sym spectrum L0 sp p0; have [om [la [om0 eigen moments]]] := student_measure sym.
have entry j : (h theta j - teacher w x j) 0 0 =
    integral om la (fun t => t ^+ j) - integral w x (fun t => t ^+ j) by rewrite moments -!teacherE !mxE.
have fits j : (j < k)%N -> integral om la (fun t => t ^+ j) = integral w x (fun t => t ^+ j).
  by move=> lt; apply/eqP; rewrite -subr_eq0 -entry (loss_eq0 L0) // subrr mxE.
have -> : integral w x (horner p) + lead_coef p * (h theta k - teacher w x k) 0 0 = integral om la (horner p).
  rewrite entry !(integral_poly _ _ (eq_leq sp)) lead_coefE sp /= ![\sum_(i < k.+1) _]big_ord_recr /= mulrBr addrCA.
  rewrite addrK addrC; congr (_ + _); apply: eq_bigr => j _; by rewrite fits.
by apply: integral_ge0 => // i; exact/p0/spectrum/eigen.
Qed.

Theorem stable_range_bounds d (theta : student F d 1 1) : symmetric theta -> stable theta ->
  L k (teacher w x) theta = 0 ->
  exists share, 0 <= share <= 1 /\ h theta k = teacher w x k + (share * far w x)%:M.
Proof.
move=> sym spectrum L0; set e := (h theta k - teacher w x k) 0 0.
have S0 := spread_gt0 distinct positive inside; have sign2 : range_sign x * range_sign x = 1.
  by rewrite /range_sign; case: ifP => _; rewrite ?mulrNN mulr1.
have lower : 0 <= range_sign x * e.
  have := one_sided sym spectrum L0 (size_stable_polynomial x) (stable_polynomial_ge0 x).
  rewrite (lead_stable_polynomial distinct) [integral _ _ _]big1 ?add0r // => i _.
  have /rootP -> : root (stable_polynomial x) (x i) by rewrite root_stable_polynomial codom_f.
  by rewrite mulr0.
have upper : range_sign x * e <= (spread w x)^-1.
  have [p [sp lead pos value]] := barrier distinct positive inside.
  have := one_sided sym spectrum L0 sp pos; rewrite value lead mulNr subr_ge0 //.
exists (range_sign x * e * spread w x); split.
  rewrite mulr_ge0 ?(ltW S0) //=; rewrite -[X in _ <= X](mulVf (lt0r_neq0 S0)) -subr_ge0 -mulrBl.
  by rewrite mulr_ge0 ?(ltW S0) // subr_ge0.
have -> : range_sign x * e * spread w x * far w x = e.
  rewrite /far mulrA [_ * range_sign x]mulrAC mulfK ?gt_eqF // mulrAC sign2 mul1r //.
by rewrite -[LHS](subrK (teacher w x k)) addrC [h theta k - _]mx11_scalar.
Qed.

End Bounds.

Section Attained.
Variables (F : rcfType) (n : nat) (w x : 'I_n.+1 -> F).
Hypotheses (distinct : injective x) (positive : forall i, 0 < w i) (inside : forall i, `|x i| <= 1).
Let N := n.+1.
Let g := teacher w x.

Theorem stable_range_attained d (share : F) : 0 <= share <= 1 -> (n.+1 + 1 <= d)%N ->
  exists theta : student F d 1 1, [/\ symmetric theta, stable theta, L (twice_index x) g theta = 0
    & h theta (twice_index x) = g (twice_index x) + (share * far w x)%:M].
Proof.
move=> share01 width; have le : (N <= d)%N by rewrite (leq_trans _ width) // leq_addr.
have index := twice_indexE distinct; have S0 := spread_gt0 distinct positive inside.
have wrap d0 (theta0 : student F d0 1 1) : (d0 <= d)%N -> symmetric theta0 -> bounded (A theta0) ->
    L (twice_index x) g theta0 = 0 ->
    h theta0 (twice_index x) = g (twice_index x) + (share * far w x)%:M ->
    exists theta : student F d 1 1, [/\ symmetric theta, stable theta, L (twice_index x) g theta = 0
      & h theta (twice_index x) = g (twice_index x) + (share * far w x)%:M].
  move=> led sym bd L0 hk; have [theta [sym' stab resp]] := stable_padding led sym bd.
  exists theta; split=> //; last by rewrite resp.
  by rewrite -[RHS]L0; apply: eq_bigr => j _; rewrite /residual resp.
move: index; have [right|right] := boolP (1 \in codom x); have [left|left] := boolP (-1 \in codom x) => index.
- have kE : twice_index x = (2 * n)%N by move: index; rewrite mulnS !addn1 add2n => -[].
  have n0 : (0 < n)%N.
    rewrite lt0n; apply/negP => /eqP n0; case/codomP: right => i xi; case/codomP: left => l xl.
    have : i = l by apply/val_inj; case: (i) (l) => [a la] [a' la'] /=; move: la la'; rewrite n0 !ltnS !leqn0 => /eqP -> /eqP ->.
    by move=> il; move/eqP: xl; rewrite -il -xi eq_sym -subr_eq0 opprK -mulr2n pnatr_eq0.
  case/andP: share01 => s0 s1; pose c := Num.sqrt (1 - share).
  have c01 : 0 <= c <= 1.
    rewrite sqrtr_ge0 -[X in _ <= X]sqrtr1 ler_wsqrtr // -subr_ge0 opprB addrC subrK //.
  have c2 : c ^+ 2 = 1 - share by rewrite sqr_sqrtr // subr_ge0.
  have [L0 hk] := both_ends_fits distinct positive c01 n0.
  apply: (wrap _ _ le (both_ends_symmetric w x c) (both_ends_bounded distinct positive inside c01)); rewrite kE // hk c2; congr (_ + _%:M).
  have -> : \sum_i v w x i ^+ 2 = spread w x.
    by rewrite (spreadE x positive); apply: eq_bigr => i _; rewrite /missing right left mulr1 divr1.
  by rewrite /far /range_sign right opprB addrC subrK mulN1r mulrN.
- have kE : twice_index x = (2 * n).+1 by move: index; rewrite mulnS addn0 addn1 add2n => -[].
  have S1 : spread w x = \sum_i v w x i ^+ 2 / (1 + x i).
    by rewrite (spreadE x positive); apply: eq_bigr => i _; rewrite /missing right (negPf left) mul1r.
  have c0 i : 0 < 1 + x i by have := missing_gt0 inside i; rewrite /missing right (negPf left) mul1r.
  pose tau := share * far w x.
  have tauE : - tau = share / spread w x by rewrite /tau /far /range_sign right mulN1r mulrN opprK.
  have [L0 hk] := one_end_fits distinct positive tau.
  apply: (wrap _ _ le (one_end_symmetric w x tau) (one_end_bounded _ _)); rewrite ?kE //.
    move=> y; have [U0 _] := end_form inside y; rewrite (le_trans _ U0) // -oppr_ge0 -mulNr tauE.
    by case/andP: share01 => s0 _; rewrite mulr_ge0 ?sqr_ge0 // divr_ge0 // ltW.
  move=> y; have [_ U0] := end_form inside y; rewrite tauE share_form // S1; exact: weighted_cauchy_schwarz.
- have kE : twice_index x = (2 * n).+1 by move: index; rewrite mulnS addn0 addn1 add2n => -[].
  have S1 : spread w x = \sum_i v w x i ^+ 2 / (1 - x i).
    by rewrite (spreadE x positive); apply: eq_bigr => i _; rewrite /missing left (negPf right) mulr1.
  have c0 i : 0 < 1 - x i by have := missing_gt0 inside i; rewrite /missing left (negPf right) mulr1.
  pose tau := share * far w x.
  have tauE : tau = share / spread w x by rewrite /tau /far /range_sign (negPf right) mul1r.
  have [L0 hk] := one_end_fits distinct positive tau.
  apply: (wrap _ _ le (one_end_symmetric w x tau) (one_end_bounded _ _)); rewrite ?kE //.
    move=> y; have [U0 _] := end_form inside y; rewrite tauE share_form // S1; exact: weighted_cauchy_schwarz.
  move=> y; have [_ U0] := end_form inside y; rewrite (le_trans _ U0) // mulNr oppr_le0 tauE.
  by case/andP: share01 => s0 _; rewrite mulr_ge0 ?sqr_ge0 // divr_ge0 // ltW.
- have kE : twice_index x = (2 * n.+1)%N by move: index; rewrite !addn0.
  case/andP: share01 => s0 s1.
  have r0 i : 0 < 1 - x i /\ 0 < 1 + x i.
    have := missing_gt0 inside i; rewrite /missing (negPf right) (negPf left); have [u0 l0] := inside_ends inside i.
    move=> pos; split; rewrite lt_neqAle ?u0 ?l0 andbT eq_sym; apply/eqP => z; move: pos; by rewrite z ?mul0r ?mulr0 ltxx.
  pose Sp := \sum_i v w x i ^+ 2 / (1 - x i); pose Sm := \sum_i v w x i ^+ 2 / (1 + x i).
  have S2 : spread w x = (Sp + Sm) / 2%:R.
    rewrite (spreadE x positive) -big_split mulr_suml; apply: eq_bigr => i _ /=; rewrite /missing (negPf right) (negPf left).
    have [/lt0r_neq0 u0 /lt0r_neq0 l0] := r0 i; have n2 : (2%:R : F) != 0 by rewrite pnatr_eq0.
    apply: (mulIf n2); rewrite divfK // invfM.
    have -> : (2%:R : F) = (1 + x i) + (1 - x i) by ring.
    rewrite mulrDr; congr (_ + _); first by rewrite -mulrA -[_ * _ * (1 + x i)]mulrA mulVf // mulr1.
    by rewrite -mulrA [_ * _ * (1 - x i)]mulrAC mulVf // mul1r.
  pose t := Num.sqrt (share / spread w x); pose alpha := share * (Sm - Sp) / (Sp + Sm).
  have tt : t ^+ 2 = share / spread w x by rewrite sqr_sqrtr // divr_ge0 // ltW.
  have [sym L0 hk _] := coupled_student distinct positive t alpha.
  have P0 : 0 < Sp + Sm by move: S0; rewrite S2 pmulr_lgt0 // invr_gt0 ltr0n.
  have inequality (A B : F) : A + B = Sp + Sm -> t ^+ 2 * A <= 1 - share * (B - A) / (A + B).
    move=> AB; have tq : t ^+ 2 = share * 2%:R * (A + B)^-1 by rewrite tt S2 invf_div mulrA AB.
    have P1 : (A + B) * (A + B)^-1 = 1 by rewrite divff // AB gt_eqF.
    have alg (q : F) : 1 - share * (B - A) * q - share * 2%:R * q * A = 1 - share * ((A + B) * q) by ring.
    by rewrite tq -subr_ge0 alg P1 mulr1 subr_ge0.
  apply: (wrap _ _ width sym (no_end_bounded _ _ _ _)); rewrite ?kE //.
  - by move=> i; have [] := r0 i.
  - by move=> i; have [] := r0 i.
  - exact: inequality.
  - have := inequality Sm Sp (addrC _ _); congr (_ <= _); rewrite /alpha [Sm + Sp]addrC -[in RHS]opprB mulrN mulNr //.
  rewrite -[h _ _](subrK (g (2 * n.+1)%N)) hk addrC; congr (_ + _%:M).
  by rewrite tt /far /range_sign (negPf right) mul1r.
Qed.

End Attained.
