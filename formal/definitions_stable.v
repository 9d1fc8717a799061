(* What stable-threshold is stated with: students with spectrum in [-1, 1], where a node at 1 or -1 counts one half. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Stable.
Variables (F : rcfType) (n : nat) (x : 'I_n -> F).

(* The spectrum lies in [-1, 1] *)
Definition stable d (theta : student F d 1 1) : Prop := forall a, eigenvalue (A theta) a -> `|a| <= 1.

(* 2 ind: two for each node, one for a node at 1 or -1 *)
Definition twice_index : nat := \sum_i if (`|x i| == 1)%R then 1%N else 2%N.

(* q: >= 0 on [-1, 1], 0 at the nodes, of degree 2 ind *)
Definition factor (t : F) : {poly F} := if t == 1 then 1 - 'X else if t == -1 then 1 + 'X else ('X - t%:P) ^+ 2.

Definition stable_polynomial : {poly F} := \prod_i factor (x i).

End Stable.

Section Range.
Variables (F : rcfType) (n : nat) (w x : 'I_n -> F).

(* The product of 1 - t and 1 + t but for those of 1, -1 that are nodes *)
Definition missing (t : F) : F := (if 1 \in codom x then 1 else 1 - t) * (if -1 \in codom x then 1 else 1 + t).

(* sum_i v_i^2 / missing(x_i), v_i^2 = 1 / (w_i pi'(x_i)^2) *)
Definition spread : F := \sum_i (w i * (node_polynomial x)^`().[x i] ^+ 2 * missing (x i))^-1.

Definition range_sign : F := if 1 \in codom x then -1 else 1.

(* The far end of the range of h_k - g_k at k = 2 ind; the near end is 0 *)
Definition far : F := range_sign / spread.

End Range.
